/** List prices in US dollars, us-east-1, per million unless said otherwise. London is higher; set your own here. */
const prices = {
  httpApiRequests: 1.0,
  lambdaRequests: 0.2,
  lambdaGigabyteSecond: 0.0000133334,
  writeUnits: 0.625,
  readUnits: 0.125,
};

/** What is assumed of the functions: memory, time for each call, and records in a batch of the stream. */
const assumed = { gigabytes: 0.5, recordSeconds: 0.012, examineSeconds: 0.012, batch: 1 };

/** What a million referrals cost: request, two functions, capacity. Without logs, storage, backup and free tiers. */
export function dollarsPerMillion(units: {
  readonly readUnits: number;
  readonly writeUnits: number;
}): number {
  const invocations = 1 + 1 / assumed.batch;
  const seconds = assumed.recordSeconds + assumed.examineSeconds;
  return (
    prices.httpApiRequests +
    prices.lambdaRequests * invocations +
    prices.lambdaGigabyteSecond * 1e6 * assumed.gigabytes * seconds +
    prices.writeUnits * units.writeUnits +
    prices.readUnits * units.readUnits
  );
}

/** What the figure rests on, for the reader. */
export const priceNote: readonly string[] = [
  `Assumed: HTTP API $${prices.httpApiRequests.toFixed(2)}, Lambda $${prices.lambdaRequests.toFixed(2)} and $${prices.lambdaGigabyteSecond} per GB-second (arm64), write unit $${prices.writeUnits},`,
  `read unit $${prices.readUnits} per million (us-east-1); ${assumed.gigabytes} GB, ${assumed.recordSeconds * 1000} ms to record and ${assumed.examineSeconds * 1000} ms to examine, one record`,
  'in each batch (the worst case). Function times are an assumption: they cannot be measured honestly without AWS. Logs, storage,',
  'backups and SMS are not in it. The prices are parameters in `scripts/prices.ts`.',
];

import { readFile } from 'node:fs/promises';

/** Where differences from other products' notifications are decided on, and the only place that names their rows. */
export const decisionOnDifferences = new URL(
  '../../docs/adr/0017-where-notifications-differ.md',
  import.meta.url,
);

/** More than this and it is no longer a few differences of principle. */
export const mostAccepted = 3;

const tableRow = /^\| `([^`]+)` \| (.+) \|$/gm;

/** The rows that differ by decision, each with its reason, out of the table of the decision's record. */
export async function acceptedDifferences(
  decision: URL | string = decisionOnDifferences,
): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(decision, 'utf8');
  const accepted = new Map([...text.matchAll(tableRow)].map(([, id = '', reason = '']) => [id, reason]));
  if (accepted.size > mostAccepted) {
    throw new Error(
      `The decision on differences accepts ${accepted.size} rows, and at most ${mostAccepted} may differ.`,
    );
  }
  return accepted;
}

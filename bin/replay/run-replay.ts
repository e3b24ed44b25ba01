import type { LivePolicy } from '../../core/policy/policy.ts';
import { londonDate } from '../../core/time/london.ts';
import { readFinding } from '../../core/usecases/read-family.ts';
import { type NotRecorded, recordReferral } from '../../core/usecases/record-referral.ts';
import { bringChanges } from './bring-changes.ts';
import { standingsOf } from './line-standing.ts';
import { createReplayHouse, type ReplayHouse } from './replay-house.ts';
import type { NumberedRecord } from './replay-record.ts';
import type { FamilyReplay, FileReplay, LineStanding, Refusal, Step } from './replay-report.ts';

const iso = (at: number): string => new Date(at).toISOString();

/**
 * Replays records, in order of arrival, through the use cases that the
 * deployed functions run: each is recorded at its `at`, its family is examined
 * then, and what is to be told is sent. Nobody answers, so a family's first
 * alert stays open and later crossings are added to it. With `endsAt`, records
 * that arrive later are left out and the clock ends there.
 */
export async function runReplay(
  file: string,
  records: readonly NumberedRecord[],
  live: LivePolicy,
  endsAt: number | undefined,
): Promise<FileReplay> {
  const arrived = records.filter(({ at }) => endsAt === undefined || at <= endsAt);
  const house = createReplayHouse(live);
  const families = new Map<string, { family: string; steps: Step[] }>();
  const refused: Refusal[] = [];
  const receipts = new Set<string>();
  for (const record of arrived) {
    house.moveTo(record.at);
    const taken = await recordReferral(house, record.submission, [record.submission.source]);
    if (!taken.ok) {
      refused.push(refusalOf(record, taken.error));
      continue;
    }
    const { familyId, receipt } = taken.value;
    const entry = families.get(familyId) ?? { family: nameOf(record), steps: [] };
    families.set(familyId, entry);
    entry.steps.push(await stepOf(house, record, familyId, !receipts.has(receipt.receiptId)));
    receipts.add(receipt.receiptId);
  }
  const end = endsAt ?? records.at(-1)?.at ?? 0;
  house.moveTo(end);
  return {
    file,
    endsAt: iso(end),
    notArrived: records.length - arrived.length,
    families: await Promise.all(
      [...families].map(
        async ([familyId, { family, steps }]): Promise<FamilyReplay> => ({
          family,
          steps,
          atTheEnd: [...(await standings(house, familyId))],
        }),
      ),
    ),
    refused,
  };
}

/** What a reader calls the family: its source's own reference, or the referral that stands alone. */
const nameOf = ({ submission: { source, familyRef, referralId } }: NumberedRecord): string =>
  familyRef === undefined
    ? `${source} / referral ${referralId}, which names no family`
    : `${source} / ${familyRef}`;

function refusalOf({ line, at }: NumberedRecord, error: NotRecorded): Refusal {
  const where = { line, at: iso(at), code: error.code };
  switch (error.code) {
    case 'impossible-dates':
      return { ...where, fields: error.fields.map(({ field, rule }) => `${field}: ${rule}`) };
    case 'content-differs':
      return { ...where, fields: error.fields.map((field) => `/${field}`) };
    default:
      return { ...where, fields: [] };
  }
}

async function standings(house: ReplayHouse, familyId: string): Promise<readonly LineStanding[]> {
  const finding = await readFinding(house, familyId);
  if (!finding.ok) throw new Error('A family that was just recorded cannot be found.');
  return standingsOf(finding.value, house.live.policy);
}

async function stepOf(
  house: ReplayHouse,
  { line, at, submission }: NumberedRecord,
  familyId: string,
  isNew: boolean,
): Promise<Step> {
  const alert = await bringChanges(house, familyId, at);
  const { madeAt, referrer, level, screening } = submission;
  return {
    line,
    at: iso(at),
    madeAt: iso(Date.parse(madeAt)),
    arrivedLate: londonDate(at) > londonDate(Date.parse(madeAt)),
    result: isNew ? 'recorded' : 'already-recorded',
    referralId: submission.referralId,
    stage: submission.stage,
    purpose: submission.purpose,
    sourceCode: referrer.sourceCode,
    concerns: submission.concerns,
    ...(level === undefined ? {} : { level }),
    ...(screening === undefined ? {} : { screening: screening.outcome }),
    lines: [...(await standings(house, familyId))],
    ...(alert === undefined ? {} : { alert }),
  };
}

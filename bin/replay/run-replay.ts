import type { LivePolicy } from '../../core/policy/policy.ts';
import { isoInstant, londonDate } from '../../core/time/london.ts';
import { readFinding } from '../../core/usecases/read-family.ts';
import { bringChanges } from './bring-changes.ts';
import { bringDue } from './bring-due.ts';
import { createFrontDoor, type Taken } from './front-door.ts';
import { standingsOf } from './line-standing.ts';
import { createReplayHouse, type ReplayHouse } from './replay-house.ts';
import type { NumberedRecord } from './replay-record.ts';
import type { FamilyReplay, FileReplay, LineStanding, Refusal, Step } from './replay-report.ts';

/**
 * Replays records, in order of arrival, through the use cases that the
 * deployed functions run: each is recorded at its `at`, its family is examined
 * then, and what is to be told is sent. Between two records, whatever falls
 * due is brought on its own day. Nobody answers, so a family's alert stays
 * open unless it closes by itself, and later crossings are added to it. With
 * `endsAt`, records that arrive later are left out and the clock ends there.
 */
export async function runReplay(
  file: string,
  records: readonly NumberedRecord[],
  live: LivePolicy,
  endsAt: number | undefined,
): Promise<FileReplay> {
  const arrived = records.filter(({ at }) => endsAt === undefined || at <= endsAt);
  const house = createReplayHouse(live);
  const take = createFrontDoor(house);
  const families = new Map<string, { family: string; steps: Step[] }>();
  const refused: Refusal[] = [];
  const waitUntil = async (at: number): Promise<void> => {
    for await (const { familyId, alert } of bringDue(house, at)) {
      const step = { kind: 'due' as const, at: isoInstant(house.clock.now()), alert };
      families.get(familyId)?.steps.push({ ...step, lines: await standings(house, familyId) });
    }
    house.moveTo(at);
  };
  for (const record of arrived) {
    await waitUntil(record.at - 1);
    house.moveTo(record.at);
    const taken = await take(record);
    if (!taken.ok) {
      refused.push(taken.error);
      continue;
    }
    const { familyId, family } = taken.value;
    const entry = families.get(familyId) ?? { family, steps: [] };
    families.set(familyId, entry);
    entry.steps.push(await stepOf(house, record, taken.value));
  }
  const end = endsAt ?? records.at(-1)?.at ?? 0;
  await waitUntil(end);
  return {
    file,
    endsAt: isoInstant(end),
    notArrived: records.length - arrived.length,
    families: await Promise.all(
      [...families].map(
        async ([familyId, { family, steps }]): Promise<FamilyReplay> => ({
          family,
          steps,
          atTheEnd: await standings(house, familyId),
        }),
      ),
    ),
    refused,
  };
}

async function standings(house: ReplayHouse, familyId: string): Promise<LineStanding[]> {
  const finding = await readFinding(house, familyId);
  if (!finding.ok) throw new Error('A family that was just recorded cannot be found.');
  return standingsOf(finding.value);
}

async function stepOf(house: ReplayHouse, record: NumberedRecord, taken: Taken): Promise<Step> {
  const { familyId, isNew } = taken;
  const brought = await bringChanges(house);
  const alert = brought.find((one) => one.familyId === familyId)?.alert;
  const common = {
    line: record.line,
    at: isoInstant(record.at),
    result: isNew ? ('recorded' as const) : ('already-recorded' as const),
    lines: await standings(house, familyId),
    ...(alert === undefined ? {} : { alert }),
  };
  if (record.kind === 'life-event') {
    const { eventId, event, happenedOn } = record.submission;
    const toldLate = londonDate(record.at) > happenedOn;
    return { kind: 'life-event', ...common, eventId, event, happenedOn, toldLate };
  }
  const { madeAt, referralId, stage, purpose, referrer, concerns, level, screening } = record.submission;
  return {
    kind: 'referral',
    ...common,
    madeAt: isoInstant(Date.parse(madeAt)),
    arrivedLate: londonDate(record.at) > londonDate(Date.parse(madeAt)),
    referralId,
    stage,
    purpose,
    sourceCode: referrer.sourceCode,
    concerns,
    ...(level === undefined ? {} : { level }),
    ...(screening === undefined ? {} : { screening: screening.outcome }),
  };
}

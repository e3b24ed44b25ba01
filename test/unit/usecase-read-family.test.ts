import { describe, expect, it } from 'vitest';
import { readFamily, readFinding } from '../../core/usecases/read-family.ts';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { aLifeEvent, aLine, aPolicy, aReferral } from '../support/a-family.ts';
import { aFurtherEntry, anEntry } from '../support/a-ledger-entry.ts';
import { anEventEntry } from '../support/a-life-event-entry.ts';
import { alwaysLive } from '../support/a-live-policy.ts';

const clock = { now: () => Date.parse('2026-11-02T10:00:00Z') };
const policies = alwaysLive({ policy: aPolicy([aLine()]), hash: 'a1b2c3' });

/** A family of two timelines, each with a referral and a life event, the later ones on the first timeline. */
async function familyOfTwoTimelines() {
  const store = createMemoryStore();
  for (const name of ['a', 'b']) await store.ledger.record(anEntry(name));
  await store.ledger.record(aFurtherEntry('a', 'latest', '2026-11-02T09:30:00.000Z'));
  await store.ledger.record(aFurtherEntry('b', 'earliest', '2026-11-01T09:00:00.000Z'));
  const born = aLifeEvent('birth', '2026-10-02', { event: 'birth' } as never);
  await store.lifeEvents.record(anEventEntry('a', 'birth', born));
  await store.lifeEvents.record(anEventEntry('b', 'adult', aLifeEvent('adult', '2026-10-01')));
  const family = {
    familyId: 'family-1',
    timelines: ['timeline-a', 'timeline-b'],
    version: 3,
    epoch: 1,
    openAlertId: 'ALERT1',
  };
  const familyById = async (familyId: string) => (familyId === family.familyId ? family : undefined);
  return { ...store.families, family: familyById };
}

describe('reading a family', () => {
  it('shows what all its timelines hold, in order of time', async () => {
    const families = await familyOfTwoTimelines();
    const outcome = await readFamily({ families }, 'family-1');
    if (!outcome.ok) throw new Error('The family of the test is there.');
    const { referrals, lifeEvents, household, ...view } = outcome.value;
    expect(view).toEqual({
      familyId: 'family-1',
      timelines: ['timeline-a', 'timeline-b'],
      openAlertId: 'ALERT1',
      isComplete: true,
    });
    expect(referrals.map(({ key }) => key)).toEqual(['earliest', 'key-a', 'key-b', 'latest']);
    expect(referrals[0]).toEqual(aReferral('earliest', '2026-11-01T09:00:00.000Z'));
    expect(lifeEvents.map(({ key }) => key)).toEqual(['adult', 'birth']);
    expect(household).toEqual({ children: [{ dateOfBirth: '2026-10-02' }] });
  });

  it('says that not all is shown where one of its timelines is longer than is read', async () => {
    const families = await familyOfTwoTimelines();
    const cut = async (timelineId: string) => {
      const read = await families.timeline(timelineId);
      return read === undefined ? undefined : { ...read, isComplete: timelineId === 'timeline-a' };
    };
    expect(await readFamily({ families: { ...families, timeline: cut } }, 'family-1')).toMatchObject({
      ok: true,
      value: { isComplete: false },
    });
  });

  it('shows the others where one of its timelines is not there', async () => {
    const families = await familyOfTwoTimelines();
    const gone = async (timelineId: string) =>
      timelineId === 'timeline-a' ? undefined : families.timeline(timelineId);
    const outcome = await readFamily({ families: { ...families, timeline: gone } }, 'family-1');
    expect(outcome.ok && outcome.value.lifeEvents.map(({ key }) => key)).toEqual(['adult']);
    expect(outcome).toMatchObject({ value: { isComplete: false } });
  });

  it('says that not all is shown where its timelines, each read whole, together hold more than 500', async () => {
    const families = await familyOfTwoTimelines();
    const holding = (counts: Readonly<Record<string, number>>) => ({
      ...families,
      timeline: async (timelineId: string) => {
        const read = await families.timeline(timelineId);
        if (read === undefined) return undefined;
        const referrals = Array.from({ length: counts[timelineId] ?? 0 }, (_, index) =>
          aReferral(`${timelineId}-${index}`, '2026-11-01T09:00:00.000Z'),
        );
        return { ...read, timeline: { ...read.timeline, referrals } };
      },
    });
    const most = holding({ 'timeline-a': 250, 'timeline-b': 250 });
    expect(await readFamily({ families: most }, 'family-1')).toMatchObject({ value: { isComplete: true } });
    const more = holding({ 'timeline-a': 250, 'timeline-b': 251 });
    expect(await readFamily({ families: more }, 'family-1')).toMatchObject({ value: { isComplete: false } });
  });

  it('finds what the live policy finds in all of its timelines now', async () => {
    const families = await familyOfTwoTimelines();
    const outcome = await readFinding({ families, policies, clock }, 'family-1');
    expect(outcome).toMatchObject({
      ok: true,
      value: {
        asOf: '2026-11-02T10:00:00.000Z',
        policy: { id: 'test', hash: 'a1b2c3' },
        lines: [{ line: 'line', standing: 'current', progress: [{ have: 4, need: 2, met: true }] }],
      },
    });
  });

  it('knows nothing of a family that is not there', async () => {
    const families = await familyOfTwoTimelines();
    const unknown = { ok: false, error: { code: 'family-unknown' } };
    expect(await readFamily({ families }, 'family-2')).toEqual(unknown);
    expect(await readFinding({ families, policies, clock }, 'family-2')).toEqual(unknown);
  });
});

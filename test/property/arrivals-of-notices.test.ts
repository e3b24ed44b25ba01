import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Recipient } from '../../core/alert/roster.ts';
import type { SendingSurroundings } from '../../core/usecases/sending-batch.ts';
import { type Arrival, aManager, aSendingDesk, type Desk } from '../support/a-sending-desk.ts';
import { seed } from './arbitraries.ts';

/**
 * Whatever comes, for whomever, and wherever it is cut off: nobody is sent two
 * messages within a second, everybody is told of everything that is meant for
 * them and of nothing else, and in the end nothing is pending.
 */

const teams = ['north', 'south', 'west'];

const rosters: fc.Arbitrary<readonly Recipient[]> = fc
  .array(fc.subarray(teams, { minLength: 1 }), { minLength: 1, maxLength: 4 })
  .map((ofEach) => [
    { ...aManager('for-the-area'), areaWide: true },
    ...ofEach.map((some, index) => aManager(`person-${index}`, ...some)),
  ]);

/** Bursts of notices: when each begins, how many a second, for which teams. */
const arrivals: fc.Arbitrary<readonly Arrival[]> = fc
  .array(
    fc.record({
      from: fc.integer({ min: 0, max: 150_000 }),
      every: fc.constantFrom(0, 0, 10, 300, 2_000),
      ofTeams: fc.array(fc.constantFrom(...teams), { minLength: 1, maxLength: 30, size: 'max' }),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((bursts) =>
    bursts.flatMap(({ from, every, ofTeams }, burst) =>
      ofTeams.map((team, index) => ({ at: from + index * every, team, alertId: `B${burst}N${index}` })),
    ),
  );

/** The people of the team; where there are none, those for the whole area. */
const meantFor = (roster: readonly Recipient[], team: string): readonly string[] => {
  const ofTeam = roster.filter((person) => person.teams.includes(team));
  return (ofTeam.length > 0 ? ofTeam : roster.filter(({ areaWide }) => areaWide)).map(({ id }) => id);
};

/** A desk at which the first goes end so many calls of a port after they began, wherever that is, and can do nothing more. */
const deskWithCrashes = (roster: readonly Recipient[], crashes: readonly number[]): Desk => {
  const left = [...crashes];
  return aSendingDesk(roster, (plain) => {
    let callsLeft = left.shift() ?? Number.POSITIVE_INFINITY;
    const mortal = <Given extends readonly unknown[], Answer>(call: (...given: Given) => Promise<Answer>) =>
      (async (...given: Given) => {
        callsLeft -= 1;
        if (callsLeft < 0) throw new Error('This go has ended.');
        const answer = await call(...given);
        // It may also end after something was done, and before anybody knows.
        if (callsLeft === 0) throw new Error('This go has just ended.');
        return answer;
      }) satisfies (...given: Given) => Promise<Answer>;
    return {
      alerts: {
        ...plain.alerts,
        alert: mortal(plain.alerts.alert),
        advance: mortal(plain.alerts.advance),
      },
      pending: { alerts: mortal(plain.pending.alerts) },
      notifier: { publish: mortal(plain.notifier.publish) },
      pace: { claim: mortal(plain.pace.claim), release: mortal(plain.pace.release) },
      reachability: { reachable: mortal(plain.reachability.reachable) },
    } satisfies Partial<SendingSurroundings>;
  });
};

function expectWellTold({ handed }: Desk, roster: readonly Recipient[], arrived: readonly Arrival[]) {
  const teamOf = new Map(arrived.map(({ alertId, team }) => [alertId, team]));
  for (const { id } of roster) {
    const theirs = handed.filter(({ recipients }) => recipients.includes(id));
    const times = theirs.map(({ at }) => at).sort((a, b) => a - b);
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(Math.min(1_000, ...gaps), `between messages to ${id}`).toBe(1_000);
    const told = new Set(theirs.flatMap(({ notices }) => notices.map(({ alertId }) => alertId)));
    const meant = [...teamOf].filter(([, team]) => meantFor(roster, team).includes(id));
    expect([...told].sort(), `what ${id} was told`).toEqual(meant.map(([alertId]) => alertId).sort());
  }
}

describe('notices, however they come', () => {
  it('are each told to everybody they are meant for, to nobody else, and never two within a second', async () => {
    let messages = 0;
    let digests = 0;
    await fc.assert(
      fc.asyncProperty(
        rosters,
        arrivals,
        fc.integer({ min: 1, max: 3 }),
        async (roster, arrived, readers) => {
          const desk = aSendingDesk(roster);
          await desk.play(arrived, readers);
          expectWellTold(desk, roster, arrived);
          for (const { alertId, team } of arrived) {
            const { state, notices } = await desk.alert(alertId);
            expect({ state, recipients: notices.map(({ recipients }) => [...recipients].sort()) }).toEqual({
              state: 'sent',
              recipients: [[...meantFor(roster, team)].sort()],
            });
          }
          messages += desk.handed.length;
          digests += desk.handed.filter(({ notices }) => notices.length > 1).length;
        },
      ),
      { seed, numRuns: 80 },
    );
    expect(messages).toBeGreaterThan(500);
    expect(digests).toBeGreaterThan(50);
  });

  it('are all told although goes end at any step', async () => {
    let failures = 0;
    const crashes = fc.array(fc.nat(40), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        rosters,
        arrivals,
        crashes,
        fc.integer({ min: 1, max: 2 }),
        async (roster, arrived, ends, readers) => {
          const desk = deskWithCrashes(roster, ends);
          await desk.play(arrived, readers);
          expectWellTold(desk, roster, arrived);
          failures += desk.noted.filter(({ code }) => code === 'failed').length;
        },
      ),
      { seed, numRuns: 30 },
    );
    expect(failures).toBeGreaterThan(50);
  });
});

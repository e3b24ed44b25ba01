import { describe, expect, it } from 'vitest';
import type { SendingSurroundings } from '../../core/usecases/sending-batch.ts';
import { aManager, aSendingDesk, type Desk, deskOpens } from '../support/a-sending-desk.ts';

/**
 * How seldom sending asks: for the turns of people, for alerts, and for
 * everything that is pending. What it asks in vain costs a call each time.
 */

const north = aManager('north', 'north-team', 'both-teams', 'coast-team');
const south = aManager('south', 'south-team', 'both-teams', 'coast-team');
const coast = aManager('coast', 'coast-team');

const ids = (count: number, prefix = 'N'): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);

const seconds = (desk: Desk): number => (desk.time.clock.now() - deskOpens) / 1000;

type Watched = {
  readonly desk: Desk;
  /** Whose turns were asked for, and when, in seconds. */
  readonly claims: (readonly [number, string])[];
  /** Which alert was read, and when. */
  readonly reads: (readonly [number, string])[];
  /** When everything pending was looked for. */
  readonly looks: number[];
};

/** A desk of which it is noted what it asks for. */
function aWatchedDesk(
  roster: Parameters<typeof aSendingDesk>[0],
  alter: (plain: SendingSurroundings) => Partial<SendingSurroundings> = () => ({}),
): Watched {
  const claims: Watched['claims'] = [];
  const reads: Watched['reads'] = [];
  const looks: number[] = [];
  const desk: Desk = aSendingDesk(roster, (plain) => {
    const { alerts, pace, pending } = plain;
    return {
      alerts: {
        ...alerts,
        alert: (alertId) => {
          reads.push([seconds(desk), alertId]);
          return alerts.alert(alertId);
        },
      },
      pace: {
        ...pace,
        claim: (people, at, until) => {
          claims.push([seconds(desk), people.join()]);
          return pace.claim(people, at, until);
        },
      },
      pending: {
        alerts: (...given) => {
          looks.push(seconds(desk));
          return pending.alerts(...given);
        },
      },
      ...alter(plain),
    };
  });
  return { desk, claims, reads, looks };
}

/** Whoever it is has been sent something by somebody else, and may be sent the next at a second. */
const isBusyUntil = ({ desk }: Watched, person: string, second: number) =>
  desk.surroundings.pace.claim([person], deskOpens, deskOpens + second * 1_000);

async function raised({ desk }: Watched, alertIds: readonly string[], team: string): Promise<void> {
  for (const alertId of alertIds) await desk.raise(alertId, team);
}

/** When each message went, to whom, and of which alerts it told. */
const handed = ({ desk }: Watched) =>
  desk.handed.map(({ at, recipients, notices }) => [
    (at - deskOpens) / 1000,
    recipients.join(),
    notices.map(({ alertId }) => alertId).join(),
  ]);

/** When an alert was read. */
const readsOf = ({ reads }: Watched, alertId: string) =>
  reads.filter(([, id]) => id === alertId).map(([second]) => second);

describe('a notice', () => {
  it('takes two reads of its alert where nobody is in the way: one to render it and one to record it', async () => {
    const watched = aWatchedDesk([north]);
    await raised(watched, ['A'], 'north-team');
    await watched.desk.time.until(watched.desk.send('A'));
    expect(watched.reads).toEqual([
      [0, 'A'],
      [0, 'A'],
    ]);
    expect(watched.claims).toEqual([[0, 'north']]);
    expect(watched.looks).toEqual([]);
  });

  it('for several busy people is looked at again when the last of them is free', async () => {
    const watched = aWatchedDesk([north, south]);
    await isBusyUntil(watched, 'north', 3);
    await isBusyUntil(watched, 'south', 5);
    // Of the first it is asked who is in the way; of the second that is known.
    await raised(watched, ['A', 'B'], 'both-teams');
    await watched.desk.time.until(watched.desk.send('A', 'B'));
    expect(handed(watched)).toEqual([
      [5, 'north,south', 'A'],
      [6, 'north,south', 'B'],
    ]);
    expect(readsOf(watched, 'A')).toEqual([0, 5, 5]);
    expect(readsOf(watched, 'B')).toEqual([0, 5, 6, 6]);
    expect(watched.claims.map(([second]) => second)).toEqual([0, 5, 6]);
  });

  it('goes out as soon as its person is free, before another that came after it', async () => {
    const watched = aWatchedDesk([north]);
    await isBusyUntil(watched, 'north', 0.4);
    await raised(watched, ['A', 'B'], 'north-team');
    await watched.desk.time.until(watched.desk.send('A', 'B'));
    expect(handed(watched)).toEqual([
      [0.4, 'north', 'A'],
      [1.4, 'north', 'B'],
    ]);
  });

  it('goes out before a quieter one for the same person, whichever was looked at first', async () => {
    for (const order of [
      ['LOUD', 'QUIET'],
      ['QUIET', 'LOUD'],
    ]) {
      const watched = aWatchedDesk([north]);
      await isBusyUntil(watched, 'north', 0.4);
      await raised(watched, ['QUIET'], 'north-team');
      await watched.desk.raise('LOUD', 'north-team', 'urgent');
      await watched.desk.time.until(watched.desk.send(...order));
      expect(handed(watched)).toEqual([
        [0.4, 'north', 'LOUD'],
        [1.4, 'north', 'QUIET'],
      ]);
    }
  });

  it('goes out at once to whoever is free, although another notice waits for them and somebody else', async () => {
    const watched = aWatchedDesk([north, south]);
    await isBusyUntil(watched, 'south', 2);
    await raised(watched, ['W', 'X'], 'north-team');
    await watched.desk.raise('Z', 'both-teams', 'urgent');
    await watched.desk.time.until(watched.desk.send('W', 'X', 'Z'));
    expect(handed(watched)).toEqual([
      [0, 'north', 'W'],
      [1, 'north', 'X'],
      [2, 'north,south', 'Z'],
    ]);
    expect(readsOf(watched, 'X')).toEqual([0, 1, 1]);
  });

  it('goes before quieter ones also where those were to be sent earlier and had to wait', async () => {
    const watched = aWatchedDesk([north, south]);
    await isBusyUntil(watched, 'south', 2);
    await watched.desk.raise('Z', 'both-teams', 'urgent');
    await raised(watched, ['W', 'X', 'Y'], 'north-team');
    await watched.desk.time.until(watched.desk.send('Z', 'W', 'X', 'Y'));
    expect(handed(watched)).toEqual([
      [0, 'north', 'W'],
      [1, 'north', 'X'],
      [2, 'north,south', 'Z'],
      [3, 'north', 'Y'],
    ]);
  });

  it('that could not be published keeps the turn of its people: nobody asks for it again within the second', async () => {
    let isFirst = true;
    const watched = aWatchedDesk([north], ({ notifier }) => ({
      notifier: {
        publish: async (notification) => {
          if (!isFirst) return notifier.publish(notification);
          isFirst = false;
          throw new Error('SNS is down');
        },
      },
    }));
    await raised(watched, ['A', 'B'], 'north-team');
    await watched.desk.time.until(watched.desk.send('A', 'B'));
    expect(handed(watched)).toEqual([[1, 'north', 'B']]);
    expect(watched.claims.map(([second]) => second)).toEqual([0, 1]);
  });
});

describe('everything that is pending', () => {
  it('is looked for only where more than five wait for one person, not for several together', async () => {
    const watched = aWatchedDesk([north, south]);
    await raised(watched, ids(6), 'north-team');
    await raised(watched, ids(4, 'S'), 'south-team');
    await watched.desk.time.until(watched.desk.send(...ids(6), ...ids(4, 'S')));
    // Five wait behind the first of north, and three behind the first of south.
    expect(watched.desk.handed).toHaveLength(10);
    expect(watched.looks).toEqual([]);
  });
});

describe('a digest round', () => {
  it.each([
    { second: 20, isInTime: true, why: 'becomes free at the very end of its patience' },
    { second: 20.001, isInTime: false, why: 'becomes free too late' },
  ])('asks once about somebody who $why', async ({ second, isInTime }) => {
    const watched = aWatchedDesk([south, north]);
    await isBusyUntil(watched, 'south', second);
    await raised(watched, ['N'], 'north-team');
    await raised(watched, ids(6, 'B'), 'both-teams');
    await watched.desk.time.until(watched.desk.send('N', ...ids(6, 'B')));
    // That `north` is busy until second 1 is known; of `south` it is heard then. Turns are taken by name.
    const asked = [
      [0, 'north'],
      [1, 'north,south'],
    ];
    expect(watched.claims).toEqual(isInTime ? [...asked, [20, 'north,south']] : asked);
    const all = ids(6, 'B').join();
    const digests = [
      [20, 'north', all],
      [20, 'south', all],
    ];
    expect(handed(watched)).toEqual([[0, 'north', 'N'], ...(isInTime ? digests : [])]);
  });

  it('waits for those of whom it knows until when they are busy, to its last second, before it asks', async () => {
    const watched = aWatchedDesk([north]);
    await isBusyUntil(watched, 'north', 20);
    await raised(watched, ids(9), 'north-team');
    await watched.desk.time.until(watched.desk.send(...ids(9)));
    expect(watched.claims.map(([second]) => second)).toEqual([0, 20]);
    expect(watched.desk.handed).toHaveLength(1);
  });

  it('asks again when the last of those who were in the way is free', async () => {
    const watched = aWatchedDesk([north, south, coast]);
    await isBusyUntil(watched, 'south', 3);
    await isBusyUntil(watched, 'coast', 5);
    await raised(watched, ['N'], 'north-team');
    await raised(watched, ids(6, 'C'), 'coast-team');
    await watched.desk.time.until(watched.desk.send('N', ...ids(6, 'C')));
    expect(watched.claims.map(([second]) => second)).toEqual([0, 1, 5]);
    expect(watched.desk.handed.map(({ at }) => (at - deskOpens) / 1000)).toEqual([0, 5, 5, 5]);
  });

  it('ends as soon as everybody was told', async () => {
    const watched = aWatchedDesk([north]);
    await raised(watched, ids(7), 'north-team');
    await watched.desk.time.until(watched.desk.send(...ids(7)));
    expect(watched.desk.handed).toHaveLength(2);
    expect(seconds(watched.desk)).toBe(1);
  });

  it('leaves known until when those whom it told are busy, also those told of one thing', async () => {
    const watched = aWatchedDesk([north, south]);
    await raised(watched, ids(7), 'north-team');
    await raised(watched, ['B'], 'both-teams');
    // For south alone, of which there are few: the second of them is in no round.
    await raised(watched, ['S', 'S2'], 'south-team');
    await watched.desk.time.until(watched.desk.send(...ids(7), 'B', 'S', 'S2'));
    expect(handed(watched).map(([second, person]) => [second, person])).toEqual([
      [0, 'north'],
      [0, 'south'],
      [1, 'north'],
      [1, 'south'],
      [2, 'south'],
    ]);
    expect(watched.claims).toEqual([
      [0, 'north'],
      [0, 'south'],
      [1, 'north,south'],
      [2, 'south'],
    ]);
  });
});

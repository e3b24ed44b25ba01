import { describe, expect, it } from 'vitest';
import type { Notification } from '../../core/ports/notifier.ts';
import type { SendingSurroundings } from '../../core/usecases/sending-batch.ts';
import { aManager, aSendingDesk, type Desk, deskOpens } from '../support/a-sending-desk.ts';

const north = aManager('north', 'north-team');
const both = aManager('both', 'north-team', 'south-team');
const south = aManager('south', 'south-team');

const ids = (count: number, prefix = 'N'): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(4, '0')}`);

async function raised(desk: Desk, alertIds: readonly string[], team = 'north-team') {
  for (const alertId of alertIds) await desk.raise(alertId, team);
}

const summary = ({ handed }: Desk) =>
  handed.map(({ at, recipients, notices }) => [(at - deskOpens) / 1000, recipients.join(), notices.length]);

const outcomes = ({ noted }: Desk, code: string) => noted.filter((one) => one.code === code);

type Alter = (plain: SendingSurroundings) => Partial<SendingSurroundings>;

/** Publishes what `fails` lets through. */
const publishingUnless =
  (fails: (notification: Notification) => boolean): Alter =>
  ({ notifier }) => ({
    notifier: {
      publish: async (notification) => {
        if (fails(notification)) throw new Error('SNS is down');
        return notifier.publish(notification);
      },
    },
  });

describe('a digest that cannot be published', () => {
  it('leaves everything it tells of pending, noted once each, and is sent when the sweep has brought that', async () => {
    let isDown = true;
    const desk = aSendingDesk(
      [north],
      publishingUnless(({ notices }) => isDown && notices.length > 1),
    );
    await raised(desk, ids(8));
    await desk.time.until(desk.send(...ids(8)));
    expect(summary(desk)).toEqual([[0, 'north', 1]]);
    expect(outcomes(desk, 'failed')).toEqual(
      ids(8)
        .slice(1)
        .map((alertId) => ({ code: 'failed', alertId, error: new Error('SNS is down') })),
    );
    for (const alertId of ids(8).slice(1)) expect((await desk.alert(alertId)).pendingNotice).toBeDefined();
    isDown = false;
    await desk.play([]);
    expect(new Set(desk.handed.flatMap(({ notices }) => notices.map((one) => one.alertId))).size).toBe(8);
  });

  it('may have gone out all the same: its person is left alone for a second, not for a minute', async () => {
    const desk = aSendingDesk(
      [north],
      publishingUnless(({ notices }) => notices.length > 1),
    );
    await raised(desk, ids(8));
    await desk.time.until(desk.send(...ids(8)));
    const at = deskOpens + 1_000;
    expect(await desk.surroundings.pace.claim(['north'], at, at + 1)).toEqual({
      code: 'busy',
      takenUntil: new Map([['north', at + 1_000]]),
    });
  });

  it('keeps nobody else from being told, and what was told to both is told again to both', async () => {
    let isDown = true;
    const desk = aSendingDesk(
      [both, south],
      publishingUnless(({ recipients }) => isDown && recipients.includes('south')),
    );
    await raised(desk, ids(7), 'north-team');
    await raised(desk, ['S'], 'south-team');
    await desk.time.until(desk.send(...ids(7), 'S'));
    expect(summary(desk)).toEqual([
      [0, 'both', 1],
      [1, 'both', 7],
    ]);
    expect(outcomes(desk, 'failed')).toMatchObject([{ alertId: 'S' }]);
    expect(outcomes(desk, 'waiting')).toEqual([]);
    expect(outcomes(desk, 'sent')).toHaveLength(7);
    isDown = false;
    await desk.play([]);
    expect((await desk.alert('S')).notices).toMatchObject([{ recipients: ['both', 'south'] }]);
  });
});

describe('a notice that neither of two people could be told of', () => {
  it('is noted once', async () => {
    const desk = aSendingDesk(
      [both, south],
      publishingUnless(({ notices, recipients }) => notices.length > 1 || recipients.includes('south')),
    );
    await raised(desk, ids(7));
    await raised(desk, ['S'], 'south-team');
    await desk.time.until(desk.send(...ids(7), 'S'));
    expect(outcomes(desk, 'failed').map((one) => 'alertId' in one && one.alertId)).toEqual([
      ...ids(7).slice(1),
      'S',
    ]);
    expect(outcomes(desk, 'waiting')).toEqual([]);
  });
});

describe('a round that breaks off', () => {
  it('does not count as told what could not be marked, and tells of it again', async () => {
    let isBroken = true;
    const desk = aSendingDesk([north], ({ alerts }) => ({
      alerts: {
        ...alerts,
        advance: async (...given) => {
          if (isBroken && given[0].alertId === 'N0003') throw new Error('The table is busy');
          return alerts.advance(...given);
        },
      },
    }));
    await raised(desk, ids(8));
    await desk.time.until(desk.send(...ids(8)));
    expect(outcomes(desk, 'failed')).toEqual([
      { code: 'failed', alertId: 'N0003', error: new Error('The table is busy') },
    ]);
    expect(outcomes(desk, 'sent')).toHaveLength(7);
    isBroken = false;
    await desk.play([]);
    expect(desk.handed.at(-1)?.notices).toEqual([{ alertId: 'N0003', sequence: 1 }]);
  });

  it('frees everybody by itself where slots cannot be released', async () => {
    const desk = aSendingDesk([north], ({ pace }) => ({
      pace: {
        ...pace,
        release: async () => {
          throw new Error('The table is busy');
        },
      },
    }));
    await raised(desk, ids(8));
    await desk.time.until(desk.send(...ids(8)));
    expect(outcomes(desk, 'sent')).toHaveLength(8);
    const claim = (at: number) => desk.surroundings.pace.claim(['north'], at, at + 1);
    expect(await claim(deskOpens + 32_999)).toMatchObject({ code: 'busy' });
    expect(await claim(deskOpens + 33_000)).toEqual({ code: 'claimed' });
  });

  it('notes what waits as failed where what is pending cannot be read', async () => {
    const desk = aSendingDesk([north], () => ({
      pending: {
        alerts: async () => {
          throw new Error('The index is busy');
        },
      },
    }));
    await raised(desk, ids(7));
    await desk.time.until(desk.send(...ids(7)));
    expect(summary(desk)).toEqual([[0, 'north', 1]]);
    expect(outcomes(desk, 'failed')).toEqual(
      ids(7)
        .slice(1)
        .map((alertId) => ({ code: 'failed', alertId, error: new Error('The index is busy') })),
    );
  });

  /** Somebody to whom it takes so long to publish. */
  const slowFor =
    (person: string, milliseconds: number, time: () => Desk['time']): Alter =>
    ({ notifier }) => ({
      notifier: {
        publish: async (notification) => {
          const answer = await notifier.publish(notification);
          if (notification.recipients.join() === person) await time().delay(milliseconds);
          return answer;
        },
      },
    });

  it.each([
    { whose: 'its own', named: [...ids(7), ...ids(5, 'S')] },
    { whose: 'what others left too', named: ids(7) },
  ])('sends nothing more when its hold on people runs out, and leaves $whose pending', async ({ named }) => {
    const desk: Desk = aSendingDesk(
      [both, south],
      slowFor('south', 9_500, () => desk.time),
    );
    await raised(desk, ids(7));
    await raised(desk, ids(5, 'S'), 'south-team');
    await desk.time.until(desk.send(...named));
    // Held from second 1 to 31: what is sent at 1 and at 11.5 is done by 21, and nothing is begun after that.
    expect(summary(desk)).toEqual([
      [0, 'both', 1],
      [1, 'both', 11],
      [1, 'south', 1],
      [11.5, 'south', 1],
    ]);
    expect(outcomes(desk, 'waiting').map((one) => 'alertId' in one && one.alertId)).toEqual(
      ids(5, 'S').slice(2),
    );
    expect(outcomes(desk, 'sent')).toHaveLength(9);
  });

  it('begins a message while ten seconds of its hold on people are left, and none after', async () => {
    const desk: Desk = aSendingDesk(
      [both, south],
      slowFor('south', 19_000, () => desk.time),
    );
    await raised(desk, ids(7));
    await raised(desk, ids(3, 'S'), 'south-team');
    await desk.time.until(desk.send(...ids(7), ...ids(3, 'S')));
    // Held from second 1 to 31.
    expect(summary(desk).map(([second]) => second)).toEqual([0, 1, 1, 21]);
    expect(outcomes(desk, 'waiting')).toEqual([{ code: 'waiting', alertId: 'S0002' }]);
  });
});

describe('a digest round', () => {
  it('is not begun where people do not become free in time, and is not asked for again and again', async () => {
    let looks = 0;
    const desk = aSendingDesk([north], ({ pending }) => ({
      pending: {
        alerts: (...given) => {
          looks += 1;
          return pending.alerts(...given);
        },
      },
    }));
    await desk.surroundings.pace.claim(['north'], deskOpens, deskOpens + 20_001);
    await raised(desk, ids(9));
    await desk.time.until(desk.send(...ids(9)));
    expect(summary(desk)).toEqual([]);
    expect(outcomes(desk, 'waiting')).toHaveLength(9);
    expect(looks).toBe(2);
  });

  it('waits until the last second of patience', async () => {
    const desk = aSendingDesk([north]);
    await desk.surroundings.pace.claim(['north'], deskOpens, deskOpens + 20_000);
    await raised(desk, ids(9));
    await desk.time.until(desk.send(...ids(9)));
    expect(summary(desk)).toEqual([[20, 'north', 9]]);
  });

  it('waits for somebody else who was quicker to take a turn', async () => {
    let isQuicker = true;
    const desk = aSendingDesk([north], ({ pace }) => ({
      pace: {
        ...pace,
        claim: async (people, at, until) => {
          if (until - at > 3_000 && isQuicker) {
            isQuicker = false;
            await pace.claim(people, at, at + 1_500);
          }
          return pace.claim(people, at, until);
        },
      },
    }));
    await raised(desk, ids(9));
    await desk.time.until(desk.send(...ids(9)));
    expect(summary(desk)).toEqual([
      [0, 'north', 1],
      [2.5, 'north', 8],
    ]);
  });

  it('asks again a second later where it is not known who is in the way, and gives up after its patience', async () => {
    const claims: number[] = [];
    const desk: Desk = aSendingDesk([north], () => ({
      pace: {
        claim: async () => {
          claims.push((desk.time.clock.now() - deskOpens) / 1000);
          return { code: 'busy', takenUntil: new Map() };
        },
        release: async () => undefined,
      },
    }));
    await raised(desk, ids(6));
    await desk.time.until(desk.send(...ids(6)));
    expect(summary(desk)).toEqual([]);
    expect(outcomes(desk, 'waiting')).toHaveLength(6);
    // Six asked at 0; then the round at each second from 0 to 20; then each of the six once more.
    const round = Array.from({ length: 21 }, (_, second) => second);
    expect(claims).toEqual([...ids(6).map(() => 0), ...round, ...ids(6).map(() => 20)]);
  });

  it('takes in what another has left pending, and leaves alone people for whom little waits', async () => {
    const desk = aSendingDesk([north, south]);
    await raised(desk, [...ids(3, 'LEFT')]);
    await raised(desk, ids(5, 'S'), 'south-team');
    await raised(desk, ids(7));
    await desk.time.until(desk.send(...ids(7)));
    expect(summary(desk)).toEqual([
      [0, 'north', 1],
      [1, 'north', 9],
    ]);
    expect(await desk.store.pending.alerts(ids(5, 'S'), 0, 100)).toHaveLength(5);
  });

  it('tells of what is pending by then, and not of what was sent while it waited', async () => {
    const desk = aSendingDesk([north]);
    await desk.surroundings.pace.claim(['north'], deskOpens, deskOpens + 5_000);
    await raised(desk, ids(7));
    const meanwhile = async () => {
      await desk.time.delay(2_000);
      const alert = await desk.alert('N0006');
      await desk.store.alerts.advance(
        { ...alert, version: 2, pendingNotice: undefined, state: 'decided' } as never,
        ['raised'],
        { event: 'decided', reason: 'decided', at: alert.changedAt },
      );
      await desk.raise('NEW', 'north-team');
    };
    await desk.time.until(Promise.all([desk.send(...ids(7)), meanwhile()]));
    expect(desk.handed).toHaveLength(1);
    expect(desk.handed[0]?.notices.map(({ alertId }) => alertId)).toEqual([...ids(6), 'NEW']);
  });

  it('looks at no more than 2,000 alerts, and at whatever the sweep may have made due later', async () => {
    const looks: (readonly [number, number])[] = [];
    const desk = aSendingDesk([north], ({ pending }) => ({
      pending: {
        alerts: (named, dueBy, most) => {
          looks.push([(dueBy - deskOpens) / 1000, most]);
          return pending.alerts(named, dueBy, most);
        },
      },
    }));
    await raised(desk, ids(7));
    await desk.time.until(desk.send(...ids(7)));
    // The sweep makes due again in five minutes what it brings; its clock may be a minute ahead. Looked at 0 and at 1.
    expect(looks).toEqual([
      [360, 2_000],
      [361, 2_000],
    ]);
  });

  it('leaves out whom nobody can be told of', async () => {
    const desk = aSendingDesk([north]);
    await raised(desk, ['NOBODY'], 'west-team');
    await raised(desk, ids(7));
    await desk.time.until(desk.send('NOBODY', ...ids(7)));
    expect(outcomes(desk, 'no-recipient')).toHaveLength(1);
    expect(desk.handed.at(-1)?.notices).toHaveLength(6);
  });
});

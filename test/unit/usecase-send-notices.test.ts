import { describe, expect, it } from 'vitest';
import type { SendingSurroundings } from '../../core/usecases/sending-batch.ts';
import { aManager, aSendingDesk, type Desk, deskOpens, type Handed } from '../support/a-sending-desk.ts';

const north = aManager('north', 'north-team');
const both = aManager('both', 'north-team', 'south-team');
const south = aManager('south', 'south-team');

const ids = (count: number, prefix = 'ALERT'): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(4, '0')}`);

/** When each message went, in seconds since the desk opened; to whom; and how many notices it told of. */
const summary = (handed: readonly Handed[]) =>
  handed.map(({ at, recipients, notices }) => [(at - deskOpens) / 1000, recipients.join(), notices.length]);

async function raised(
  desk: ReturnType<typeof aSendingDesk>,
  alertIds: readonly string[],
  team = 'north-team',
) {
  for (const alertId of alertIds) await desk.raise(alertId, team);
}

const codes = (desk: Desk) => desk.noted.map(({ code }) => code);

describe('notices that come at once for one person', () => {
  it('are one message where there is one', async () => {
    const desk = aSendingDesk([north]);
    await raised(desk, ['A']);
    await desk.time.until(desk.send('A'));
    expect(summary(desk.handed)).toEqual([[0, 'north', 1]]);
    expect(desk.handed[0]?.rendered.subject).toContain('repeated concerns');
    expect(await desk.alert('A')).toMatchObject({
      state: 'sent',
      notices: [{ sequence: 1, recipients: ['north'], sentAt: '2026-11-02T10:00:00.000Z' }],
    });
  });

  it('go out second by second where no more than five wait behind the first', async () => {
    const desk = aSendingDesk([north]);
    const six = ids(6);
    await raised(desk, six);
    await desk.time.until(desk.send(...six));
    expect(summary(desk.handed)).toEqual([0, 1, 2, 3, 4, 5].map((second) => [second, 'north', 1]));
    expect(codes(desk)).toEqual(six.map(() => 'sent'));
  });

  it('become one digest where six wait, as soon as the next message may be sent', async () => {
    const desk = aSendingDesk([north]);
    const seven = ids(7);
    await raised(desk, seven);
    await desk.time.until(desk.send(...seven));
    expect(summary(desk.handed)).toEqual([
      [0, 'north', 1],
      [1, 'north', 6],
    ]);
    expect(desk.handed[1]?.rendered.subject).toBe('Tideline: 6 alerts wait for you (highest: escalate)');
    expect(codes(desk)).toEqual(['sent', 'digest-sent', ...ids(6).map(() => 'sent')]);
    const alert = await desk.alert(seven[6]!);
    expect(alert.notices).toMatchObject([{ messageId: 'message-2', recipients: ['north'] }]);
  });

  it('are one digest of everything that is pending, also of 500, and mark each as sent', async () => {
    const desk = aSendingDesk([north]);
    const all = ids(500);
    await raised(desk, all);
    // The stream brings them in batches; the second batch sees that there are too many.
    await desk.time.until(desk.send(...all.slice(0, 1)));
    for (let from = 1; from < 500; from += 100) {
      await desk.time.until(desk.send(...all.slice(from, from + 100)));
    }
    expect(summary(desk.handed)).toEqual([
      [0, 'north', 1],
      [1, 'north', 499],
    ]);
    expect(desk.handed[1]?.notices.map(({ alertId }) => alertId).sort()).toEqual(all.slice(1));
    for (const alertId of all) expect((await desk.alert(alertId)).state).toBe('sent');
    const sent = desk.noted.flatMap((outcome) => (outcome.code === 'sent' ? [outcome.alertId] : []));
    expect(sent.sort()).toEqual(all);
  });

  it('put the loudest first among those that wait', async () => {
    const desk = aSendingDesk([north]);
    await raised(desk, ['A', 'B', 'C']);
    await desk.raise('D', 'north-team', 'urgent');
    await desk.time.until(desk.send('A', 'B', 'C', 'D'));
    expect(desk.handed.flatMap(({ notices }) => notices.map(({ alertId }) => alertId))).toEqual([
      'A',
      'D',
      'B',
      'C',
    ]);
  });
});

describe('a digest', () => {
  it('is as loud as the loudest that it tells of', async () => {
    const desk = aSendingDesk([north]);
    await raised(desk, ids(6));
    await desk.raise('URGENT', 'north-team', 'urgent');
    await desk.time.until(desk.send(...ids(6), 'URGENT'));
    expect(desk.handed.map(({ severity, notices }) => [severity, notices.length])).toEqual([
      ['escalate', 1],
      ['urgent', 6],
    ]);
  });
});

describe('a burst that goes on', () => {
  it('is one digest a minute, and ends with everything told', async () => {
    const desk = aSendingDesk([north]);
    const alertIds = ids(1_200);
    await desk.play(alertIds.map((alertId, index) => ({ at: index * 250, alertId, team: 'north-team' })));
    const told = desk.handed.flatMap(({ notices }) => notices.map(({ alertId }) => alertId));
    expect([...told].sort()).toEqual(alertIds);
    const digests = desk.handed.filter(({ notices }) => notices.length > 1);
    // Five minutes of four a second, and what the last quiet minute has left.
    expect(digests.length).toBeGreaterThanOrEqual(4);
    expect(digests.length).toBeLessThanOrEqual(7);
    for (const [index, { at }] of digests.entries()) {
      const next = desk.handed.find((one) => one.at > at);
      if (next !== undefined) expect(next.at - at, `after digest ${index}`).toBeGreaterThanOrEqual(60_000);
    }
  });

  it('waits in the table for no longer than patience where people stay busy', async () => {
    const desk = aSendingDesk([north]);
    await desk.surroundings.pace.claim(['north'], deskOpens, deskOpens + 20_001);
    await raised(desk, ['A']);
    await desk.time.until(desk.send('A'));
    expect(desk.handed).toEqual([]);
    expect(desk.noted).toEqual([{ code: 'waiting', alertId: 'A' }]);
    expect(desk.time.clock.now()).toBe(deskOpens);
    expect((await desk.alert('A')).pendingNotice).toBeDefined();
    await desk.play([]);
    expect(desk.handed).toHaveLength(1);
  });

  it('waits to the very end of its patience', async () => {
    const desk = aSendingDesk([north]);
    await desk.surroundings.pace.claim(['north'], deskOpens, deskOpens + 20_000);
    await raised(desk, ['A']);
    await desk.time.until(desk.send('A'));
    expect(summary(desk.handed)).toEqual([[20, 'north', 1]]);
  });
});

describe('one go', () => {
  it('asks for no slot that it knows to be taken, and once who can be reached', async () => {
    let claims = 0;
    let looks = 0;
    const desk = aSendingDesk([north, south], ({ pace, reachability }) => ({
      pace: {
        ...pace,
        claim: (...given) => {
          claims += 1;
          return pace.claim(...given);
        },
      },
      reachability: {
        reachable: () => {
          looks += 1;
          return reachability.reachable();
        },
      },
    }));
    await raised(desk, ids(5));
    await desk.time.until(desk.send(...ids(5)));
    expect({ claims, looks, messages: desk.handed.length }).toEqual({ claims: 5, looks: 1, messages: 5 });
    // Nothing is pending any more: nobody needs to be reached.
    await desk.time.until(desk.send(...ids(5)));
    expect({ claims, looks }).toEqual({ claims: 5, looks: 1 });
  });

  it('remembers who was in the way, and asks again when they are free', async () => {
    const asked: number[] = [];
    const desk: Desk = aSendingDesk([north], ({ pace }) => ({
      pace: {
        ...pace,
        claim: (...given) => {
          asked.push((desk.time.clock.now() - deskOpens) / 1000);
          return pace.claim(...given);
        },
      },
    }));
    await desk.surroundings.pace.claim(['north'], deskOpens, deskOpens + 7_000);
    await raised(desk, ids(2));
    await desk.time.until(desk.send(...ids(2)));
    expect(asked).toEqual([0, 7, 8]);
    expect(summary(desk.handed)).toEqual([
      [7, 'north', 1],
      [8, 'north', 1],
    ]);
  });

  it('holds up nobody for somebody who is busy', async () => {
    const desk = aSendingDesk([north, south]);
    await desk.surroundings.pace.claim(['north'], deskOpens, deskOpens + 3_000);
    await raised(desk, ['N']);
    await raised(desk, ['S', 'S2'], 'south-team');
    await desk.time.until(desk.send('N', 'S', 'S2'));
    expect(summary(desk.handed)).toEqual([
      [0, 'south', 1],
      [1, 'south', 1],
      [3, 'north', 1],
    ]);
    expect(codes(desk)).toEqual(['sent', 'sent', 'sent']);
  });
});

describe('while everything takes its time', () => {
  /** Each look at an alert takes a tenth of a second. */
  const slowTable = ({ alerts, delay }: SendingSurroundings): Partial<SendingSurroundings> => ({
    alerts: {
      ...alerts,
      alert: async (alertId) => {
        await delay(100);
        return alerts.alert(alertId);
      },
    },
  });
  /** The first message takes most of a second to be taken, as the first one over a new connection may. */
  const slowToBegin = () => {
    let published = 0;
    return ({ notifier, delay }: SendingSurroundings): Partial<SendingSurroundings> => ({
      notifier: {
        publish: async (notification) => {
          if (published++ === 0) await delay(900);
          return notifier.publish(notification);
        },
      },
    });
  };

  it('one goes out and no more before it is seen that too many wait', async () => {
    const desk = aSendingDesk([north], slowTable);
    await raised(desk, ids(30));
    await desk.time.until(desk.send(...ids(30)));
    expect(desk.handed.map(({ notices }) => notices.length)).toEqual([1, 29]);
  });

  it.each([3, 30])('nobody gets two messages within a second of when they go out, of %i', async (count) => {
    const desk = aSendingDesk([north], slowToBegin());
    await raised(desk, ids(count));
    await desk.time.until(desk.send(...ids(count)));
    expect(summary(desk.handed).slice(0, 2)).toEqual([
      [0.9, 'north', 1],
      [1.9, 'north', count === 3 ? 1 : 29],
    ]);
  });
});

describe('two at once', () => {
  it('never tell one person of two things within a second', async () => {
    const desk = aSendingDesk([north]);
    const [first, second] = [ids(3, 'X'), ids(3, 'Y')];
    await raised(desk, [...first, ...second]);
    await desk.time.until(Promise.all([desk.send(...first), desk.send(...second)]));
    const times = desk.handed.map(({ at }) => at - deskOpens);
    expect([...times].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5].map((second) => second * 1_000));
  });

  it('wait a second from when the first of them went out, and not from when it was begun', async () => {
    let published = 0;
    const desk = aSendingDesk([north], ({ notifier, delay }) => ({
      notifier: {
        publish: async (notification) => {
          if (published++ === 0) await delay(900);
          return notifier.publish(notification);
        },
      },
    }));
    await raised(desk, ['X', 'Y']);
    await desk.time.until(Promise.all([desk.send('X'), desk.send('Y')]));
    const [first = 0, second = 0] = desk.handed.map(({ at }) => at);
    expect(first - deskOpens).toBe(900);
    expect(second - first).toBeGreaterThanOrEqual(1_000);
  });

  it('send one digest between them', async () => {
    const desk = aSendingDesk([north]);
    const [first, second] = [ids(20, 'X'), ids(20, 'Y')];
    await raised(desk, [...first, ...second]);
    await desk.time.until(Promise.all([desk.send(...first), desk.send(...second)]));
    expect(summary(desk.handed)).toEqual([
      [0, 'north', 1],
      [1, 'north', 39],
    ]);
  });
});

describe('notices for several people', () => {
  it('name everybody in one message, and take the turn of each', async () => {
    const desk = aSendingDesk([north, both]);
    await raised(desk, ['A']);
    await desk.raise('B', 'south-team');
    await desk.time.until(desk.send('A', 'B'));
    expect(summary(desk.handed)).toEqual([
      [0, 'north,both', 1],
      [1, 'both', 1],
    ]);
  });

  it('are told each person apart where too many wait, and nobody of what is not meant for them', async () => {
    const desk = aSendingDesk([both, south]);
    const ofNorth = ids(5, 'N');
    const ofSouth = ids(3, 'S');
    await raised(desk, ofNorth);
    await raised(desk, ofSouth, 'south-team');
    await desk.time.until(desk.send(...ofNorth, ...ofSouth));
    // After N0000, seven wait for `both`, of which three are for `south` too.
    expect(summary(desk.handed)).toEqual([
      [0, 'both', 1],
      [1, 'both', 7],
      [1, 'south', 1],
      [2, 'south', 1],
      [3, 'south', 1],
    ]);
    for (const { recipients, notices } of desk.handed.filter(({ recipients: [to] }) => to === 'south')) {
      expect(recipients).toEqual(['south']);
      expect(notices.every(({ alertId }) => alertId.startsWith('S'))).toBe(true);
    }
    expect(desk.handed[2]?.rendered.subject).toContain('repeated concerns');
    expect(desk.noted.filter(({ code }) => code === 'digest-sent')).toEqual([
      { code: 'digest-sent', notices: 7 },
    ]);
    expect((await desk.alert('S0000')).notices).toMatchObject([
      { recipients: ['both', 'south'], messageId: 'message-2,message-3' },
    ]);
  });

  it('wait where one of them cannot be told in time, and hold up no other', async () => {
    const desk = aSendingDesk([both, south]);
    await desk.surroundings.pace.claim(['south'], deskOpens, deskOpens + 60_000);
    const ofNorth = ids(8, 'N');
    await raised(desk, ['S'], 'south-team');
    await raised(desk, ofNorth);
    await desk.time.until(desk.send('S', ...ofNorth));
    expect(summary(desk.handed)).toEqual([
      [0, 'both', 1],
      [1, 'both', 7],
    ]);
    expect(desk.noted.at(-1)).toEqual({ code: 'waiting', alertId: 'S' });
    expect((await desk.alert('S')).state).toBe('raised');
  });

  it('free the turns of a round: a minute after a digest, a second after a single message', async () => {
    const desk = aSendingDesk([both, south]);
    await raised(desk, [...ids(7, 'N')]);
    await raised(desk, ['S'], 'south-team');
    await desk.time.until(desk.send(...ids(7, 'N'), 'S'));
    const { pace } = desk.surroundings;
    const at = deskOpens + 1_000;
    expect(await pace.claim(['both'], at, at + 1)).toEqual({
      code: 'busy',
      takenUntil: new Map([['both', at + 60_000]]),
    });
    expect(await pace.claim(['south'], at, at + 1)).toEqual({
      code: 'busy',
      takenUntil: new Map([['south', at + 1_000]]),
    });
  });
});

import { describe, expect, it } from 'vitest';
import { createLog } from '../../functions/adapters/log.ts';
import { sendPendingNotices } from '../../functions/stream/send-pending-notices.ts';
import { aManager, aSendingDesk } from '../support/a-sending-desk.ts';

/** What is logged of one go at eight alerts of one team, with some of what is needed altered. */
async function logOf(alter: Parameters<typeof aSendingDesk>[1] = () => ({}), alerts = 8) {
  const desk = aSendingDesk([aManager('person-1', 'north')]);
  const alertIds = Array.from({ length: alerts }, (_, index) => `ALERT${index}`);
  for (const alertId of alertIds) await desk.raise(alertId, 'north');
  const lines: Record<string, unknown>[] = [];
  const send = sendPendingNotices({ ...desk.surroundings, ...alter(desk.surroundings) });
  const log = createLog((line) => void lines.push(JSON.parse(line)));
  await desk.time.until(send(alertIds, log));
  return lines.map(({ message: _, ...line }) => line);
}

const sent = { areaWide: 0, recipients: 1, standIns: 0, unreachable: 0 };

describe('what is logged of notices', () => {
  it('is each that was sent, as the alarms count it, and that several went as one', async () => {
    const lines = await logOf();
    expect(lines[0]).toEqual({
      level: 'info',
      code: 'notice-sent',
      alertId: 'ALERT0',
      reason: 'line-crossed',
      counts: sent,
    });
    expect(lines[1]).toEqual({ level: 'info', code: 'digest-sent', counts: { notices: 7 } });
    expect(lines.slice(2).map(({ code, alertId }) => `${code} ${alertId}`)).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((index) => `notice-sent ALERT${index}`),
    );
  });

  it('is a failure where nobody can be reached, and how many were looked for in vain', async () => {
    const nobody = { reachability: { reachable: async () => new Set<string>() } };
    expect(await logOf(() => nobody, 1)).toEqual([
      {
        level: 'error',
        code: 'notice-failed',
        alertId: 'ALERT0',
        reason: 'no-recipient',
        counts: { unreachable: 1 },
      },
    ]);
  });

  it('is a failure by its name alone, of each alert where none could be sent', async () => {
    const failing = async () => {
      throw new RangeError('secret');
    };
    const lines = await logOf(() => ({ reachability: { reachable: failing } }), 2);
    expect(lines).toEqual(
      [0, 1].map((index) => ({
        level: 'error',
        code: 'notice-failed',
        alertId: `ALERT${index}`,
        errorName: 'RangeError',
      })),
    );
  });

  it('is that one has to wait, and that nothing was pending', async () => {
    const busy = async (people: readonly string[], at: number) =>
      ({ code: 'busy', takenUntil: new Map(people.map((id) => [id, at + 60_000])) }) as const;
    const lines = await logOf(({ pace }) => ({ pace: { ...pace, claim: busy } }), 1);
    expect(lines).toEqual([{ level: 'info', code: 'notice-waiting', alertId: 'ALERT0' }]);
    const desk = aSendingDesk([aManager('person-1', 'north')]);
    await desk.raise('A', 'north');
    await desk.send('A');
    const after: unknown[] = [];
    const log = createLog((line) => void after.push(JSON.parse(line)));
    await sendPendingNotices(desk.surroundings)(['A'], log);
    expect(after).toMatchObject([{ level: 'info', code: 'notice-not-pending', alertId: 'A' }]);
  });
});

import type { ChannelStanding, Standing } from '../../core/alert/reach.ts';
import { type RosterSurroundings, reconcileRoster } from '../../core/usecases/reconcile-roster.ts';
import { createLog, errorNameOf, type Log } from '../adapters/log.ts';

type Options = RosterSurroundings & { readonly write?: (line: string) => void };

/**
 * The handler of the function that a schedule calls, and an operator after
 * applying contacts. It names, by opaque id, each person whom a channel does not
 * reach. Throws after everything else is done where the service refused
 * something, so that the function counts as failed and somebody is told.
 */
export const reconcileRosterHandler =
  ({ write, ...surroundings }: Options) =>
  async (_event: unknown, context: { readonly awsRequestId: string }): Promise<void> => {
    const log = createLog(write, { requestId: context.awsRequestId });
    const startedAt = surroundings.clock.now();
    const { found, done, failures } = await reconcileRoster(surroundings);
    for (const channel of found.channels) tellOf(channel, log);
    for (const error of failures) log.error('subscription-failed', { errorName: errorNameOf(error) });
    log.info('roster-reconciled', {
      counts: {
        ...countsOf(found.channels),
        subscribed: done.subscribe,
        corrected: done.correct,
        ended: done.unsubscribe,
        failed: failures.length,
      },
      durationMs: surroundings.clock.now() - startedAt,
    });
    if (failures.length > 0) throw new Error('Some of what the roster calls for was refused.');
  };

function tellOf({ person, channel, standing }: ChannelStanding, log: Log): void {
  if (standing === 'unsubscribed') log.warn('recipient-unsubscribed', { person, reason: channel });
  if (standing === 'missing' || standing === 'no-address')
    log.warn('recipient-missing', { person, reason: `${channel}-${standing}` });
}

const countsOf = (channels: readonly ChannelStanding[]) => {
  const count = (standing: Standing): number => channels.filter((one) => one.standing === standing).length;
  return {
    confirmed: count('confirmed'),
    pending: count('pending'),
    unsubscribed: count('unsubscribed'),
    missing: count('missing'),
    noAddress: count('no-address'),
  };
};

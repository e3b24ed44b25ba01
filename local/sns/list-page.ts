import type { LiveSubscription } from './subscription.ts';

export type ListPage = {
  readonly members: readonly LiveSubscription[];
  /** Undefined on the last page. */
  readonly nextToken: string | undefined;
};

/** Subscriptions that SNS gives at once (SNS API Reference, "ListSubscriptionsByTopic"). */
const pageSize = 100;

/**
 * One page of a topic's subscriptions, in an order that stays while others come
 * and go. Undefined where the token is none that a page gave.
 */
export function listPage(
  subscriptions: readonly LiveSubscription[],
  token: string | undefined,
): ListPage | undefined {
  const after = token === undefined ? '' : Buffer.from(token, 'base64url').toString('utf8');
  if (token !== undefined && !after.startsWith('arn:aws:sns:')) return undefined;
  const rest = subscriptions
    .filter(({ arn }) => arn > after)
    .sort((one, other) => (one.arn < other.arn ? -1 : 1));
  const members = rest.slice(0, pageSize);
  const last = members.at(-1);
  const nextToken =
    last === undefined || rest.length <= pageSize ? undefined : Buffer.from(last.arn).toString('base64url');
  return { members, nextToken };
}

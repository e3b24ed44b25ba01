import { type Answer, unanswered } from '../answer.ts';
import { type Finding, ok, toMend } from '../finding.ts';
import type { Surroundings } from '../surroundings.ts';

/** Readers of the stream, one for each of its shards, and what runs by the clock: they must run while a burst is answered. */
const forTheBackground = 20;

/** What AWS gives every account in the end, and so the first that is worth asking for. */
const usualQuota = 1000;

const about = 'concurrent functions';

/** How many functions must be able to run at once: a whole burst of requests in one moment, and what works behind them. */
export const concurrencyWanted = ({ config: { throttle } }: Surroundings): number =>
  throttle.burst + throttle.batch.burst + forTheBackground;

/** Whether the account may run enough functions at once. A new account may run ten. */
export function checkConcurrency(answer: Answer<number>, surroundings: Surroundings): Finding {
  if (answer.code !== 'answered') return unanswered(about, answer);
  const wanted = concurrencyWanted(surroundings);
  const { burst, batch } = surroundings.config.throttle;
  const why = `${wanted} are wanted: a burst of ${burst} requests and ${batch.burst} batches at one moment, and ${forTheBackground} for what works behind them`;
  if (answer.value >= wanted)
    return ok(about, `The account may run ${answer.value} functions at once; ${why}.`);
  return toMend(
    about,
    `The account may run ${answer.value} functions at once, and ${why}; with fewer, requests are answered with 503 and alerts come late.`,
    `aws service-quotas request-service-quota-increase --region ${surroundings.config.region} --service-code lambda --quota-code L-B99A9384 --desired-value ${Math.max(usualQuota, wanted)}`,
  );
}

import type { RateLimits } from '../../../core/ports/rate-limits.ts';
import { minuteOf, secondsLeftIn } from '../minute.ts';

/** How much each client sends in a minute, in memory. */
export function createMemoryRateLimits(mostPerMinute: number): RateLimits {
  const used = new Map<string, { readonly minute: number; readonly amount: number }>();
  return {
    take: async (clientId, amount, at) => {
      const minute = minuteOf(at);
      const before = used.get(clientId);
      const already = before?.minute === minute ? before.amount : 0;
      const isOver = before !== undefined && before.minute > minute;
      if (isOver || already + amount > mostPerMinute)
        return { code: 'over-limit', retryAfterSeconds: secondsLeftIn(minute, at) };
      used.set(clientId, { minute, amount: already + amount });
      return { code: 'allowed' };
    },
  };
}

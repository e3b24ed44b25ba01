import type { LocalRoute } from '../assembly/model.ts';
import { type TokenBucket, takeToken } from './token-bucket.ts';

export type RouteThrottle = {
  /** Whether a request to the route is within its limits; it counts against them where it is. */
  admits(route: LocalRoute, now: Date): boolean;
};

/**
 * Throttles each route by a bucket of its own; a route without limits admits
 * everything.
 *
 * API Gateway uses the token bucket algorithm, a token for a request, with the
 * burst as the size of the bucket, and "best effort" (API Gateway Developer
 * Guide, "Throttling requests to your HTTP API"); here the limits are exact.
 * That the default of a stage gives each route its own bucket is documented for
 * the methods of a REST API alone, and taken to hold here. The limits of the
 * account, which all its APIs share, are not in an assembly and not kept.
 */
export function createRouteThrottle(): RouteThrottle {
  const buckets = new Map<LocalRoute, TokenBucket>();
  return {
    admits(route, now) {
      if (route.throttle === undefined) return true;
      const { admitted, bucket } = takeToken(route.throttle, buckets.get(route), now);
      buckets.set(route, bucket);
      return admitted;
    },
  };
}

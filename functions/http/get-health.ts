import type { StoreProbe } from '../../core/ports/store-probe.ts';
import type { Clock } from '../../core/ports/surroundings.ts';
import { isoInstant } from '../../core/time/london.ts';
import { errorNameOf } from '../adapters/log.ts';
import type { Route } from './route.ts';

/** How long to wait before asking again. */
const retryAfterSeconds = 30;

/** `GET /v1/health`: whether anything can be stored just now, found out by storing something. Every client may ask. */
export const getHealth =
  ({ probe, clock }: { readonly probe: StoreProbe; readonly clock: Clock }): Route =>
  async (_request, log) => {
    const at = clock.now();
    try {
      await probe.store(at);
    } catch (error) {
      log.error('cannot-store', { errorName: errorNameOf(error) });
      return { problem: 'cannot-store', retryAfterSeconds };
    }
    return { status: 200, content: { canStore: true, checkedAt: isoInstant(at) } };
  };

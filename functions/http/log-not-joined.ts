import type { NotJoined } from '../../core/family/join.ts';
import type { Log } from '../adapters/log.ts';

/** Says that families were not joined although a referral's identifiers lead to them; once for each. */
export function logNotJoined(log: Log, receiptId: string, notJoined: readonly NotJoined['code'][]): void {
  for (const reason of notJoined) log.warn('families-not-joined', { receiptId, reason });
}

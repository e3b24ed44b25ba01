import type { Linked } from '../../core/usecases/place-referral.ts';
import type { Log } from '../adapters/log.ts';

/** Says which families a referral's identifiers have joined, and that others were not; once for each. */
export function logLinked(log: Log, receiptId: string, { joined, notJoined }: Linked): void {
  for (const familyId of joined) log.info('families-joined', { receiptId, familyId });
  for (const reason of notJoined) log.warn('families-not-joined', { receiptId, reason });
}

import type { Selection } from '../policy/condition.ts';
import type { CountableReferral } from './countable-referral.ts';

/** Why a count passes a referral over. */
export type NotSelectedReason = 'purpose' | 'progressed-or-undecided' | 'above-level' | 'level-not-given';

const countingPurposes: readonly string[] = ['concern', 'challenge'];

/** The first rule of the selection that the referral does not meet, or undefined where it is selected. */
export function whyNotSelected(
  referral: CountableReferral,
  selection: Selection | undefined,
): NotSelectedReason | undefined {
  const purposes: readonly string[] = selection?.purposes ?? countingPurposes;
  if (!purposes.includes(referral.purpose)) return 'purpose';
  if (selection?.screened === 'not-progressed' && !referral.notProgressed) return 'progressed-or-undecided';
  const level = selection?.level;
  if (level === undefined) return undefined;
  if (referral.level === undefined) return level.orNotGiven ? undefined : 'level-not-given';
  return referral.level > level.atMost ? 'above-level' : undefined;
}

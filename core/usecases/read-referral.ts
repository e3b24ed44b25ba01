import { fail, type Outcome, succeed } from '../outcome.ts';
import type { FamilyLinks } from '../ports/family-links.ts';
import type { ReferralHistory, ReferralRevisions } from '../ports/referral-revisions.ts';
import { type ReferralView, viewOfAuthority, viewOfSource } from '../referral/referral-view.ts';
import { standingOf } from '../referral/revision.ts';
import type { ReferralKey } from '../timeline/timeline.ts';

/** How much a caller may see: what every source said and was decided on it, and of which family it is. */
export type Sight = {
  readonly boundSources: readonly string[];
  readonly seesAll: boolean;
  readonly seesFamilies: boolean;
};

/** A referral's history as far as the caller may see it; undefined where it may not, as where there is none. */
export function seenBy(
  { boundSources, seesAll }: Sight,
  history: ReferralHistory | undefined,
): ReferralView | undefined {
  if (history === undefined) return undefined;
  if (seesAll) return viewOfAuthority(history);
  return boundSources.includes(history.first.referral.source) ? viewOfSource(history) : undefined;
}

/** Reads a referral as it stands. Another source's answers as one that does not exist. */
export async function readReferral(
  { revisions, links }: { readonly revisions: ReferralRevisions; readonly links: FamilyLinks },
  key: ReferralKey,
  sight: Sight,
): Promise<Outcome<ReferralView, { readonly code: 'referral-unknown' }>> {
  const history = await revisions.history(key);
  const view = seenBy(sight, history);
  if (view === undefined || history === undefined) return fail({ code: 'referral-unknown' });
  if (!sight.seesFamilies) return succeed(view);
  const { timelineId } = standingOf(history.first, history.revisions);
  const { timeline } = await links.lookUp(timelineId, []);
  if (timeline === undefined) throw new Error('A referral lies on a timeline that does not exist.');
  return succeed({ ...view, familyId: timeline.familyId });
}

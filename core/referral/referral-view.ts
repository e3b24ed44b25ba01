import type { ReferralHistory } from '../ports/referral-revisions.ts';
import type { FamilyId } from '../timeline/timeline.ts';
import type { Screening } from './referral-submission.ts';
import { isOfSource, type ReferralContent, type Revision, standingOf } from './revision.ts';
import type { Annotation, WithdrawalReason } from './revision-submissions.ts';

/** That something was said later, and when that was kept. */
export type RevisionView = {
  readonly kind: Revision['kind'];
  readonly revision: number;
  readonly recordedAt: string;
  readonly annotation?: Annotation;
};

/** A referral as it stands, and what was said later about it. */
export type ReferralView = {
  readonly receiptId: string;
  readonly recordedAt: string;
  readonly familyId?: FamilyId;
  readonly withdrawn?: WithdrawalReason;
  readonly referral: ReferralContent;
  readonly screening?: Screening;
  readonly sameEventAs?: string;
  readonly annotations?: readonly Annotation[];
  readonly revisions: readonly RevisionView[];
};

/** Everything about a referral, for the authority's own systems. */
export const viewOfAuthority = (history: ReferralHistory): ReferralView => viewOf(history, history.revisions);

/**
 * What a source sees of a referral of its own: what it said itself. What the
 * authority decided or noted may speak of others, so the view is the same whatever that is.
 */
export const viewOfSource = (history: ReferralHistory): ReferralView =>
  viewOf(history, history.revisions.filter(isOfSource));

function viewOf({ key, receipt, first }: ReferralHistory, revisions: readonly Revision[]): ReferralView {
  const {
    key: _,
    withdrawn,
    screening,
    sameEventAs,
    annotations,
    ...referral
  } = standingOf(first, revisions).referral;
  return {
    receiptId: key,
    recordedAt: receipt.recordedAt,
    ...(withdrawn === undefined ? {} : { withdrawn }),
    referral,
    ...(screening === undefined ? {} : { screening }),
    ...(sameEventAs === undefined ? {} : { sameEventAs }),
    ...(annotations === undefined ? {} : { annotations }),
    revisions: revisions.map(revisionView).sort(inOrder),
  };
}

const revisionView = (revision: Revision): RevisionView => ({
  kind: revision.kind,
  revision: revision.revision,
  recordedAt: revision.recordedAt,
  ...(revision.kind === 'annotation' ? { annotation: revision.annotation } : {}),
});

/** In the order in which they were kept; ties by kind and revision, so that the order is always the same. */
const inOrder = (a: RevisionView, b: RevisionView): number => (orderOf(a) < orderOf(b) ? -1 : 1);

const orderOf = ({ recordedAt, kind, annotation, revision }: RevisionView): string =>
  `${recordedAt} ${kind} ${annotation ?? ''} ${String(revision).padStart(10, '0')}`;

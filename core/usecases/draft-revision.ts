import { canonicalJson } from '../canonical-json.ts';
import { type Identifier, identifiersOf, timelineIdOf } from '../family/identifiers.ts';
import type { Pseudonyms } from '../ports/pseudonyms.ts';
import type { ReferralHistory } from '../ports/referral-revisions.ts';
import { contentOf, utc } from '../referral/canonical-content.ts';
import { dateProblems, decisionDateProblems, type FieldProblem } from '../referral/check-dates.ts';
import type { Revision } from '../referral/revision.ts';
import type {
  AnnotationSubmission,
  CorrectionSubmission,
  ScreeningSubmission,
  WithdrawalSubmission,
} from '../referral/revision-submissions.ts';
import { type Instant, isoInstant } from '../time/london.ts';

/** Something said later about a referral, as it was sent. */
export type Said =
  | { readonly kind: 'correction'; readonly sent: CorrectionSubmission }
  | { readonly kind: 'withdrawal'; readonly sent: WithdrawalSubmission }
  | { readonly kind: 'annotation'; readonly sent: AnnotationSubmission }
  | { readonly kind: 'screening'; readonly sent: ScreeningSubmission };

/** The same as it is to be kept, with the identifiers that a correction gives. */
export type Draft = { readonly revision: Revision; readonly identifiers: readonly Identifier[] };

type Surroundings = { readonly pseudonyms: Pseudonyms; readonly asOf: Instant; readonly by: string };

/** What is kept of everything that is said, whatever it is. */
type Common = Pick<Revision, 'revision' | 'mark' | 'recordedAt' | 'by'>;

/** Makes what was said ready to be kept, or says which of its dates cannot be true. */
export function draftOf(
  said: Said,
  history: ReferralHistory,
  { pseudonyms, asOf, by }: Surroundings,
): Draft | { readonly problems: readonly FieldProblem[] } {
  const common = (sent: object): Common => ({
    revision: said.sent.revision,
    // The referral is part of what is hashed, so that the same said of two referrals does not show.
    mark: pseudonyms.of('content', 'revision', history.key, said.kind, canonicalJson(sent)),
    recordedAt: isoInstant(asOf),
    by,
  });
  const draft = (revision: Revision): Draft => ({ revision, identifiers: [] });
  switch (said.kind) {
    case 'correction':
      return correction(said.sent, history, common, { pseudonyms, asOf });
    case 'withdrawal':
      return draft({ ...common(said.sent), kind: 'withdrawal', reason: said.sent.reason });
    case 'annotation': {
      const { annotation, stands } = said.sent;
      return draft({ ...common(said.sent), kind: 'annotation', annotation, stands });
    }
    case 'screening': {
      const {
        revision: _,
        sameEventAs,
        ...screening
      } = { ...said.sent, decidedAt: utc(said.sent.decidedAt) };
      const problems = decisionDateProblems(screening.decidedAt, asOf);
      if (problems.length > 0) return { problems };
      const sent = { ...said.sent, decidedAt: screening.decidedAt };
      return draft({
        ...common(sent),
        kind: 'screening',
        screening,
        ...(sameEventAs === undefined ? {} : { sameEventAs }),
      });
    }
    default:
      throw new Error(`No such thing can be said: ${said satisfies never}`);
  }
}

function correction(
  sent: CorrectionSubmission,
  { first }: ReferralHistory,
  common: (sent: object) => Common,
  { pseudonyms, asOf }: Omit<Surroundings, 'by'>,
): Draft | { readonly problems: readonly FieldProblem[] } {
  const problems = dateProblems(sent, asOf);
  if (problems.length > 0) return { problems };
  const { source, referralId } = first.referral;
  const { revision: _, ...submission } = { ...sent, madeAt: utc(sent.madeAt), source, referralId };
  const identifiers = identifiersOf(submission, pseudonyms);
  return {
    revision: {
      ...common({ ...sent, madeAt: submission.madeAt }),
      kind: 'correction',
      timelineId: timelineIdOf(submission, identifiers, pseudonyms),
      content: contentOf(submission),
    },
    identifiers,
  };
}

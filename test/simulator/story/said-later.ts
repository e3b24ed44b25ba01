import type { ReferralSubmission } from '../../../core/referral/referral-submission.ts';
import { textOfDay } from '../../oracle/calendar.ts';
import type { FamilyTold, Identity, ReferralTold } from './family-told.ts';

const outcomes = ['nfa', 'nfa', 'advice', 'early-help', 'assessment', 'strategy', 'unknown'] as const;

/** Says of some of a family's referrals later what was decided on them, that they were wrong, or what was noted. */
export function sayLater(told: FamilyTold, others: readonly Identity[]): void {
  const { random } = told.on;
  for (const referral of told.referrals()) {
    if (random.chance(0.25)) screen(told, referral);
    if (random.chance(0.2)) correctOrWithdraw(told, referral, others);
    if (random.chance(0.1)) annotate(told, referral);
  }
}

/** One revision, or two of which the higher may come first; no number twice. */
const revisions = ({ on: { random } }: FamilyTold): readonly number[] =>
  random.shuffled(random.pick([[1], [1], [1, 2], [2, 5]]));

function screen(told: FamilyTold, referral: ReferralTold): void {
  const { random, from } = told.on;
  for (const revision of revisions(told)) {
    const outcome = random.pick(outcomes);
    const decidedAt = new Date(from - random.int(0, 20) * 3_600_000).toISOString();
    const other = random.pick(told.referrals());
    const isSameEvent = other !== referral && random.chance(0.3);
    told.say(referral, {
      kind: 'screening',
      after: Math.max(referral.at, isSameEvent ? other.at : 0),
      sent: (receiptOf) => ({
        revision,
        outcome,
        decidedAt,
        ...(isSameEvent && { sameEventAs: receiptOf(other.name) }),
      }),
    });
  }
}

/** Corrections and withdrawals are counted together; of two with one number the correction stands. */
function correctOrWithdraw(told: FamilyTold, referral: ReferralTold, others: readonly Identity[]): void {
  const { random } = told.on;
  const isTie = random.chance(0.1);
  const kinds = isTie ? (['correction', 'withdrawal'] as const) : undefined;
  for (const [index, revision] of (isTie ? [3, 3] : revisions(told)).entries()) {
    const kind = kinds?.[index] ?? random.pick(['correction', 'correction', 'withdrawal'] as const);
    const reason = random.pick(['error', 'duplicate', 'wrong-family', 'test']);
    const content = kind === 'correction' ? corrected(told, referral.submission, others) : { reason };
    told.say(referral, { kind, sent: () => ({ revision, ...content }) });
  }
}

function annotate(told: FamilyTold, referral: ReferralTold): void {
  const { random } = told.on;
  const annotation = random.pick(['retracted-by-sender', 'judged-malicious'] as const);
  for (const revision of revisions(told)) {
    const stands = random.chance(0.7);
    const sent = (): object => ({ revision, annotation, stands });
    const source = annotation === 'judged-malicious' ? 'front-door' : referral.source;
    told.say(referral, { kind: 'annotation', sent, source });
  }
}

/** The whole of a referral again, with something of it another: its date, what it is about, or whose it is. */
function corrected(
  told: FamilyTold,
  { source: _, referralId: __, screening: ___, ...content }: ReferralSubmission,
  others: readonly Identity[],
): object {
  const { random, words, identity } = told.on;
  const change = random.pick(['date', 'date', 'concerns', 'child', 'numbers', 'family', 'both-families']);
  const time = content.madeAt.slice(content.madeAt.indexOf('T'));
  const days = random.pick([1, 3, 8, 95, 370, 1100]);
  const otherDate = `${textOfDay(told.dayBack({ days }))}${time}`;
  if (change === 'date') return { ...content, madeAt: otherDate };
  if (change === 'concerns') return { ...content, concerns: [{ kind: 'physical', subject: 'child' }] };
  if (change === 'numbers') return { ...content, nhsNumbers: identity.nhsNumbers, upns: identity.upns };
  if (change === 'child') {
    const dateOfBirth = words.dateOfBirth(told.dateBack({ months: 70 }), told.dateBack({ days: 1 }));
    return { ...content, household: { children: [{ dateOfBirth }] } };
  }
  const other = others.length === 0 ? undefined : random.pick(others);
  if (other === undefined) return { ...content, level: 4 };
  const { familyRef: _ref, childRefs: _children, nhsNumbers: _nhs, upns: _upns, ...rest } = content;
  if (change === 'family') return { ...rest, familyRef: other.refs['front-door'] };
  // It is of both: from now on they are one.
  return { ...content, nhsNumbers: [...identity.nhsNumbers, ...other.nhsNumbers] };
}

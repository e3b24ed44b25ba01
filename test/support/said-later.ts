import type { ReferralSubmission } from '../../core/referral/referral-submission.ts';
import type { CorrectionSubmission } from '../../core/referral/revision-submissions.ts';
import type { Said } from '../../core/usecases/draft-revision.ts';
import { daysAgo, keyOf, timelineOf } from './a-desk.ts';
import { aSubmission } from './a-submission.ts';

/** The referral about which things are said, and three that are there beside it: of its family, and of two others. */
export const subject = aSubmission({ referralId: 'subject', familyRef: 'F-1', madeAt: daysAgo(40) });
export const beside: readonly ReferralSubmission[] = [
  aSubmission({ referralId: 'first', familyRef: 'F-1', madeAt: daysAgo(60) }),
  aSubmission({ referralId: 'second', familyRef: 'F-2', madeAt: daysAgo(20) }),
  aSubmission({ referralId: 'third', familyRef: 'F-3', nhsNumbers: ['9434765919'], madeAt: daysAgo(10) }),
];

/** All timelines that there can be. */
export const timelines = ['F-1', 'F-2', 'F-3', 'F-4'].map(timelineOf);

const correction = (revision: number, stated: object): Said => {
  const { source: _, referralId: __, ...content } = { ...subject, ...stated };
  return { kind: 'correction', sent: { ...content, revision } as CorrectionSubmission };
};
const screening = (revision: number, outcome: 'nfa' | 'assessment', sameEventAs?: string): Said => ({
  kind: 'screening',
  sent: { revision, outcome, decidedAt: daysAgo(1), ...(sameEventAs === undefined ? {} : { sameEventAs }) },
});
const withdrawal = (revision: number): Said => ({ kind: 'withdrawal', sent: { revision, reason: 'error' } });
const note = (
  revision: number,
  stands: boolean,
  annotation: 'retracted-by-sender' | 'judged-malicious',
): Said => ({
  kind: 'annotation',
  sent: { revision, annotation, stands },
});

/** What can be said about it, by what it does. */
export const said = {
  toAnotherFamily: correction(1, { familyRef: 'F-2' }),
  backOnAnotherDate: correction(2, { madeAt: daysAgo(30) }),
  backInOtherWords: correction(2, { level: 3 }),
  toANewFamily: correction(3, { familyRef: 'F-4' }),
  ofTheThirdFamilyToo: correction(1, { familyRef: 'F-2', nhsNumbers: ['9434765919'] }),
  anotherDate: correction(4, { madeAt: daysAgo(5) }),
  withdrawn: withdrawal(2),
  withdrawnLater: withdrawal(3),
  notProgressed: screening(1, 'nfa'),
  progressed: screening(2, 'assessment'),
  progressedAtOnce: screening(1, 'assessment', keyOf({ source: 'front-door', referralId: 'first' })),
  takenBack: note(1, true, 'retracted-by-sender'),
  notTakenBack: note(2, false, 'retracted-by-sender'),
  malicious: note(1, true, 'judged-malicious'),
} as const satisfies Readonly<Record<string, Said>>;

export type Word = keyof typeof said;

/** What meets, from two words to six. */
export const mixtures: readonly (readonly Word[])[] = [
  ['toAnotherFamily', 'backOnAnotherDate'],
  ['backOnAnotherDate', 'backInOtherWords'],
  ['notProgressed', 'progressed'],
  ['notProgressed', 'progressedAtOnce'],
  ['backInOtherWords', 'withdrawn'],
  ['toAnotherFamily', 'withdrawnLater'],
  ['takenBack', 'notTakenBack'],
  ['takenBack', 'malicious'],
  ['ofTheThirdFamilyToo', 'toANewFamily'],
  ['toAnotherFamily', 'backOnAnotherDate', 'withdrawn'],
  ['ofTheThirdFamilyToo', 'withdrawn', 'anotherDate', 'progressed'],
  ['toAnotherFamily', 'backInOtherWords', 'withdrawnLater', 'notTakenBack', 'takenBack'],
  ['toAnotherFamily', 'ofTheThirdFamilyToo', 'withdrawn', 'toANewFamily', 'notProgressed', 'malicious'],
];

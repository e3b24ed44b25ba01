import {
  type fieldRules,
  type ProblemCode,
  type ProblemField,
  problems,
  problemType,
} from '../../problem.ts';
import { ids } from './invented.ts';

type More = { readonly detail?: string; readonly errors?: readonly ProblemField[] };

const one = (field: string, rule: (typeof fieldRules)[number], detail: string): More => ({
  errors: [{ field, rule, detail }],
});

/** What a problem says beside its type, its title and its status, where it says more. */
const more: Partial<Record<ProblemCode, More>> = {
  'invalid-request': one('query limit', 'out-of-range', 'must be at most 100'),
  'malformed-json': { detail: 'The body cannot be parsed.' },
  'referral-unknown': { detail: 'If it was sent just now it may not have arrived yet: try again.' },
  'content-differs': one('/level', 'differs', 'is not what was first sent under this id'),
  'body-too-large': { detail: 'The body may have 65536 bytes.' },
  'wrong-media-type': { detail: 'Send content-type: application/json.' },
  'invalid-referral': one(
    '/household/children/0/dateOfBirth',
    'impossible-date',
    'must be a day of the calendar',
  ),
  'invalid-event': one('/caseKind', 'missing', 'must be given'),
  'invalid-correction': one('/revision', 'missing', 'must be given'),
  'invalid-withdrawal': one(
    '/reason',
    'unknown-code',
    'must be one of: error, duplicate, wrong-family, test',
  ),
  'invalid-annotation': one('/stands', 'wrong-type', 'must be true or false'),
  'invalid-screening': one('/decidedAt', 'future-date', 'must not be more than five minutes ahead'),
  'invalid-batch': one('/referrals', 'too-few', 'must have at least 1 entries'),
  'invalid-separation': one('/timelines', 'too-few', 'must have at least 1 entries'),
};

/** A problem as it is answered. */
export const problemExample = (code: ProblemCode) => ({
  type: problemType(code),
  title: problems[code].title,
  status: problems[code].status,
  ...more[code],
  requestId: ids.request,
});

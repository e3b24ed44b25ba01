import type { ConcernKind, ReferralSubmission } from '../../../core/referral/referral-submission.ts';
import type { SourceCode } from '../../../core/referral/source-code.ts';
import { textOfDay } from '../../oracle/calendar.ts';
import type { Back, FamilyTold, Saying } from './family-told.ts';
import { mostAhead, type Source } from './telling.ts';

/** Tells of a family: often enough that it crosses a line, or barely so that it does not. */
export type Theme = (told: FamilyTold, misses: boolean) => void;

export const refused = ['nfa', 'nfa', 'nfa', 'advice', 'early-help'] as const;
export const harms = ['neglect', 'physical', 'emotional', 'domestic-abuse'] as const;

/** Agencies, each with the system it tells by itself; the front door takes calls from all of them. */
const agencies: readonly (readonly [SourceCode, Source])[] = [
  ['2A', 'schools-portal'],
  ['3A', 'front-door'],
  ['6', 'police-portal'],
  ['4', 'front-door'],
];

/** Somebody of an agency tells, by its own system half the time. */
export function anAgency(told: FamilyTold, index: number): Pick<Saying, 'code' | 'source' | 'organisation'> {
  const { random } = told.on;
  const [code, source] = agencies[index % agencies.length] ?? ['8', 'front-door'];
  return { code, organisation: `body-${code}`, source: random.chance(0.5) ? source : 'front-door' };
}

/** A child that was born on a day, as a referral says it. */
export const bornOn = (told: FamilyTold, day: number): Partial<ReferralSubmission> => {
  const date = textOfDay(day);
  return { household: { children: [{ dateOfBirth: told.on.words.dateOfBirth(date, date) }] } };
};

/** A child that is due so many days from the family's own day. */
export const dueIn = (told: FamilyTold, days: number): Partial<ReferralSubmission> => ({
  household: { children: [{ expectedDateOfBirth: told.dateBack({ days: -days }) }] },
});

/** A child that is younger than an age on the day, by a day or by more; or just not any more. */
export function aChildUnder(told: FamilyTold, months: number, misses: boolean): Partial<ReferralSubmission> {
  const { random } = told.on;
  if (misses) return bornOn(told, told.dayBack({ months, days: random.pick([0, 0, 1, 400]) }));
  return bornOn(told, told.dayBack({ months, days: -random.pick([1, 1, 30, 90]) }));
}

/** The last day that a window of so many months holds, or the one before it that it does not. */
export const edgeOf = (months: number, misses: boolean): Back & Pick<Saying, 'time'> =>
  misses ? { months, days: 1, time: 'last-instant' } : { months, time: 'first-instant' };

export const repeat: Theme = (told, misses) => {
  const { random } = told.on;
  const kinds: readonly ConcernKind[] = ['neglect', 'education', 'mental-health'];
  const concerns = (index: number): readonly ConcernKind[] => [kinds[index % kinds.length] ?? 'other'];
  told.refer({ ...anAgency(told, 0), ...edgeOf(12, misses), concerns: concerns(0), outcome: 'nfa' });
  const days = random.shuffled([300, 240, 180, 120, 60, 6]).slice(0, 3);
  for (const [index, days_] of days.entries()) {
    const outcome = index < 2 ? random.pick(refused) : random.pick(['assessment', 'nfa'] as const);
    told.refer({ ...anAgency(told, index + 1), days: days_, concerns: concerns(index + 1), outcome });
  }
  told.refer({ ...anAgency(told, random.int(0, 3)), concerns: concerns(2), outcome: 'pending' });
};

export const threeVoices: Theme = (told, misses) => {
  const { random } = told.on;
  const edge = misses
    ? ({ days: 8, time: 'last-instant' } as const)
    : ({ days: 7, time: 'first-instant' } as const);
  told.refer({ code: '1A', person: 'grandmother', ...edge, concerns: ['neglect'], outcome: 'nfa' });
  told.refer({ code: '2A', organisation: 'school-1', days: random.int(1, 6), concerns: ['education'] });
  const last = random.chance(0.1) ? 'assessment' : random.pick(['nfa', 'pending', 'unknown'] as const);
  told.refer({ code: '3B', organisation: 'clinic-1', concerns: ['neglect'], outcome: last });
};

export const sameInjury: Theme = (told, misses) => {
  const { random } = told.on;
  const edge = random.pick([{ days: 7, time: 'first-instant' } as const, { days: 2 }]);
  const kind = misses ? 'emotional' : random.pick(['physical', 'sexual'] as const);
  told.refer({ code: '2A', organisation: 'school-1', ...edge, concerns: [kind], outcome: 'nfa' });
  told.refer({ code: '3A', organisation: 'clinic-1', concerns: ['physical', 'neglect'] });
};

export const baby: Theme = (told, misses) => {
  const { random } = told.on;
  const more = random.chance(0.4) ? dueIn(told, random.int(20, 200)) : aChildUnder(told, 6, false);
  told.refer({
    ...anAgency(told, 0),
    days: misses ? 5 : random.pick([6, 30, 100]),
    concerns: ['neglect'],
    more,
  });
  told.refer({ ...anAgency(told, 1), concerns: ['substance-misuse'], outcome: random.pick(refused) });
};

export const layVoices: Theme = (told, misses) => {
  const { random } = told.on;
  const codes = ['1A', '1C', '1D'] as const;
  const isYoung = random.chance(0.4);
  const people = isYoung ? 2 : 3;
  for (let index = 0; index < people; index += 1) {
    const person = `person-${misses ? 1 : index}`;
    const more = isYoung && index === 0 ? { more: aChildUnder(told, 12, false) } : {};
    const back = index === 0 ? edgeOf(12, false) : { days: 20 * (people - 1 - index) };
    told.refer({ code: codes[index] ?? '1B', person, ...back, concerns: ['supervision'], ...more });
  }
};

export const pressedAgain: Theme = (told, misses) => {
  const { random } = told.on;
  const caller = random.pick([
    { code: '2A', organisation: 'school-9' },
    { code: '1C', person: 'neighbour' },
  ] as const);
  const outcome = misses ? 'assessment' : random.pick(refused);
  told.refer({ ...caller, days: 5, concerns: ['neglect'], outcome, decidedAfter: 1 });
  told.refer({ ...caller, days: 1, concerns: ['neglect'] });
  told.refer({ ...caller, concerns: ['neglect'], ahead: random.pick([0, 60_000, mostAhead]) });
};

export const challenged: Theme = (told, misses) => {
  const { random } = told.on;
  const { submission } = told.refer({
    ...anAgency(told, 0),
    days: random.int(2, 80),
    concerns: ['neglect'],
    outcome: 'nfa',
  });
  const { referralId, source } = submission;
  const purpose = misses ? 'written-confirmation' : 'challenge';
  told.refer({
    code: '2A',
    organisation: 'body-2A',
    source: source as Source,
    concerns: [],
    more: { purpose, regarding: referralId },
  });
};

export const oneOrganisation: Theme = (told, misses) => {
  const { random } = told.on;
  const isYoung = random.chance(0.5);
  const calls = isYoung ? 4 : 6;
  for (let index = 0; index < calls; index += 1) {
    const last = index === calls - 1;
    told.refer({
      code: '2A',
      organisation: 'school-7',
      source: random.pick(['front-door', 'schools-portal']),
      ...(index === 0 ? edgeOf(12, misses) : { days: 50 * (calls - 1 - index) }),
      concerns: [random.pick(['neglect', 'missed-appointments'])],
      ...(!last && { outcome: random.pick(refused) }),
      ...(isYoung && { more: aChildUnder(told, 60, false) }),
    });
  }
};

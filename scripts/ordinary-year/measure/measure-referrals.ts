import { byFamily, daysBetween, share, type Told } from './told.ts';

const isReferral = ({ sent }: Told): boolean => sent.stage === 'referral';
const codeOf = ({ sent }: Told): string => sent.referrer.sourceCode;
const yearOf = 365;

/** The share of referrals whose source code begins so. */
function shareFrom(referrals: readonly Told[], beginnings: readonly string[]): number {
  return share(
    referrals.filter((each) => beginnings.some((beginning) => begins(codeOf(each), beginning))).length,
    referrals.length,
  );
}

/** Code 10 is not one of the individuals. */
const begins = (code: string, beginning: string): boolean =>
  code === '10' || beginning === '10' ? code === beginning : code.startsWith(beginning);

/** Referrals of the year, by who made them and whether the family had been referred before. */
export function measureReferrals(all: readonly Told[], year: readonly Told[]) {
  const referrals = year.filter(isReferral);
  const everReferred = byFamily(all.filter(isReferral));
  const again = referrals.filter((each) =>
    (everReferred.get(each.family) ?? []).some(
      (before) =>
        before !== each &&
        before.sent.madeAt < each.sent.madeAt &&
        daysBetween(before.made, each.made) <= yearOf,
    ),
  );
  const contacts = year.filter(({ sent }) => sent.purpose !== 'written-confirmation');
  return {
    'contacts-and-referrals': year.length,
    'referrals-of-contacts': share(referrals.length, contacts.length),
    're-referrals': share(again.length, referrals.length),
    'police-of-referrals': shareFrom(referrals, ['6']),
    'education-of-referrals': shareFrom(referrals, ['2']),
    'health-of-referrals': shareFrom(referrals, ['3']),
    'council-of-referrals': shareFrom(referrals, ['4', '5']),
    'individuals-of-referrals': shareFrom(referrals, ['1']),
    'others-of-referrals': shareFrom(referrals, ['7', '8', '9', '10']),
    'police-of-contacts': shareFrom(year, ['6']),
    'police-again': policeAgain(year),
    'longest-delay': Math.max(
      ...year.map(({ at, made }) => Math.floor(at / 86_400_000 - Date.parse(made) / 86_400_000)),
    ),
  };
}

function policeAgain(year: readonly Told[]): number {
  const families = [...byFamily(year.filter((each) => codeOf(each) === '6')).values()];
  return share(families.filter(({ length }) => length > 1).length, families.length);
}

/** Of families referred in the first year of the history, those referred again within five years of its end. */
export function measureReturn(all: readonly Told[], from: string, firstYearEnds: string, until: string) {
  const families = [
    ...byFamily(all.filter((each) => isReferral(each) && each.made >= from && each.made <= until)).values(),
  ];
  const cohort = families.filter(([first]) => first !== undefined && first.made <= firstYearEnds);
  return { 'back-in-five-years': share(cohort.filter(({ length }) => length > 1).length, cohort.length) };
}

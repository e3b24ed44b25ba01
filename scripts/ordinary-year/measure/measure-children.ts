import { byFamily, daysBetween, type Happened, share, type Told } from './told.ts';

const yearsBetween = (born: string, date: string): number => daysBetween(born, date) / 365.25;

/** Referrals for each child of the authority in a year: the median of England's authorities. */
const referralsForEachChild = 550 / 10_000;
const yearsOfChildhood = 18;

/** The births of the first year of the history, and the last day of the counted one. */
type Dates = { readonly bornFrom: string; readonly bornUntil: string; readonly until: string };

/** How many of a year's births were referred before five, and the ages of children in need at the end. */
export function measureChildren(
  all: readonly Told[],
  year: readonly Told[],
  events: readonly Happened[],
  { bornFrom, bornUntil, until }: Dates,
) {
  const referrals = year.filter(({ sent }) => sent.stage === 'referral');
  const children = referrals.flatMap(({ sent }) => sent.household?.children ?? []);
  const births = children.length / referralsForEachChild / yearsOfChildhood;
  const ages = agesInOpenCases(all, events, until);
  const aged = (from: number, to: number): number =>
    share(ages.filter((age) => age >= from && age < to).length, ages.length);
  return {
    'referred-before-five': share(referredBeforeFive(all, bornFrom, bornUntil), births),
    'children-under-five': aged(0, 5),
    'children-ten-to-fifteen': aged(10, 16),
    'children-unborn': aged(-1, 0),
  };
}

function referredBeforeFive(all: readonly Told[], bornFrom: string, bornUntil: string): number {
  const referred = new Set<string>();
  for (const { family, made, sent } of all) {
    if (sent.stage !== 'referral') continue;
    for (const child of sent.household?.children ?? []) {
      if (!('dateOfBirth' in child)) continue;
      const { dateOfBirth } = child;
      if (dateOfBirth < bornFrom || dateOfBirth > bornUntil) continue;
      if (yearsBetween(dateOfBirth, made) < 5) referred.add(`${family} ${dateOfBirth}`);
    }
  }
  return referred.size;
}

/** The ages, on a day, of the children whose family has an open case then; −1 for those expected. */
function agesInOpenCases(
  all: readonly Told[],
  events: readonly Happened[],
  until: string,
): readonly number[] {
  const latest = byFamily(
    events.filter(({ event }) => event.event.startsWith('case-') && event.happenedOn <= until),
  );
  const isOpen = (family: number): boolean => {
    const last = latest.get(family)?.at(-1)?.event;
    return last !== undefined && last.event !== 'case-closed';
  };
  return [...byFamily(all)]
    .filter(([family]) => isOpen(family))
    .flatMap(([, told]) => {
      const children = told.flatMap(({ sent }) => sent.household?.children ?? []);
      const born = new Set(children.flatMap((child) => ('dateOfBirth' in child ? child.dateOfBirth : [])));
      const due = new Set(
        children.flatMap((child) => ('expectedDateOfBirth' in child ? child.expectedDateOfBirth : [])),
      );
      const ages = [...born].map((date) => yearsBetween(date, until));
      return [
        ...ages.filter((age) => age >= 0 && age < 18),
        ...[...due].filter((date) => date > until).map(() => -1),
      ];
    });
}

import type { HouseholdChild } from '../../core/referral/referral-submission.ts';
import { type Day, dateOf } from './days.ts';
import { gestation, type Pregnancy } from './family.ts';
import type { Life } from './life.ts';
import { rates } from './rates.ts';

export type AgeBand = keyof typeof rates.ageFactor.value;

const weeks = (n: number): number => n * 7;

/** The children who live with the family today, by day of birth. */
export const childrenAtHome = ({ family, day, removedOn }: Life): readonly Day[] =>
  family.pregnancies.flatMap(({ born, adultOn }) =>
    born !== undefined && born <= day && day < adultOn && (removedOn === undefined || born > removedOn)
      ? [born]
      : [],
  );

/** The pregnancy of today, past ten weeks. */
export const pregnancyOf = ({ family, day }: Life): Pregnancy | undefined =>
  family.pregnancies.find(
    ({ due, born, lost }) => day >= due - gestation + weeks(10) && day < (born ?? lost ?? due),
  );

const bands: readonly (readonly [AgeBand, number])[] = [
  ['under1', 1],
  ['under5', 5],
  ['under10', 10],
  ['under16', 16],
  ['under18', 18],
];

/** The age band of the youngest child at home; unborn where there is none. */
export function youngestBand(life: Life): AgeBand {
  const children = childrenAtHome(life);
  if (children.length === 0) return 'unborn';
  const days = life.day - Math.max(...children);
  return bands.find(([, years]) => days < years * 365)?.[0] ?? 'under18';
}

/** The full years of the oldest child at home; undefined where there is none. */
export function oldestAge(life: Life): number | undefined {
  const children = childrenAtHome(life);
  return children.length === 0 ? undefined : Math.floor((life.day - Math.min(...children)) / 365.25);
}

export const hasBaby = (life: Life): boolean =>
  pregnancyOf(life) !== undefined || childrenAtHome(life).some((born) => life.day - born < 365);

/** The household as a caller gives it, if they do. A child expected and listed is known from then on. */
export function householdTold(life: Life): { children: HouseholdChild[] } | undefined {
  const { random } = life.family;
  if (!random.chance(rates.childrenListed.value)) return undefined;
  const children: HouseholdChild[] = childrenAtHome(life).map((born) => ({ dateOfBirth: dateOf(born) }));
  const pregnancy = pregnancyOf(life);
  if (pregnancy !== undefined && (life.known.has(pregnancy) || random.chance(rates.expectedListed.value))) {
    life.known.add(pregnancy);
    children.push({ expectedDateOfBirth: dateOf(pregnancy.due) });
  }
  return { children };
}

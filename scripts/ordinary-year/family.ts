import { type Day, dayOf, monthsAfter } from './days.ts';
import { createRandom, type Random } from './random.ts';
import { rates } from './rates.ts';

export type Frequency = keyof typeof rates.frequency.value;
export type Trait = keyof typeof rates.traits.value.seldom;

/** A pregnancy past ten weeks, and how it ended. */
export type Pregnancy = {
  readonly due: Day;
  readonly born: Day | undefined;
  readonly lost: Day | undefined;
  /** The day on which the child comes of age, if it is born. */
  readonly adultOn: Day;
};

/** A family of the synthetic authority, as it is whether or not anybody notices. */
export type Family = {
  readonly number: number;
  readonly random: Random;
  readonly frequency: Frequency;
  readonly traits: ReadonlySet<Trait>;
  readonly pregnancies: readonly Pregnancy[];
  /** The first and last day on which something can be noticed here. */
  readonly from: Day;
  readonly until: Day;
  readonly movedIn: boolean;
  readonly movedOut: boolean;
  readonly parentInCare: boolean;
};

export const gestation = 280;
export const livedFrom = dayOf(rates.livedFrom.value);
export const countedFrom = dayOf(rates.countedFrom.value);
export const countedUntil = dayOf(rates.countedUntil.value);
/** The generator stops here: what was told late in the counted year has still to arrive and be decided. */
export const livedUntil = countedUntil + 60;
const yearsOfFirstBirths = 18;

/** The family of this number under this seed: it does not depend on how many others there are. */
export function createFamily(seed: number, number: number): Family {
  const random = createRandom(seed, number);
  const frequency = random.pick(rates.frequency.value);
  const shares = rates.traits.value[frequency];
  const traits = new Set((Object.keys(shares) as Trait[]).filter((trait) => random.chance(shares[trait])));
  const pregnancies = pregnanciesOf(random);
  const born = pregnancies.filter((pregnancy) => pregnancy.born !== undefined);
  const first = Math.min(...pregnancies.map(({ due }) => due)) - gestation;
  const last = Math.max(first + gestation, ...born.map(({ adultOn }) => adultOn));
  const here = { from: Math.max(first, livedFrom), until: Math.min(last, livedUntil) };
  const isMoving = here.until > here.from;
  const movedIn = isMoving && random.chance(rates.movedIn.value);
  const from = movedIn ? random.between(here.from, here.until) : here.from;
  const leaves = leavesOn(random, from, here.until);
  return {
    number,
    random,
    frequency,
    traits,
    pregnancies,
    from,
    until: leaves ?? here.until,
    movedIn: movedIn && from > livedFrom,
    movedOut: leaves !== undefined,
    parentInCare: random.chance(rates.parentInCare.value[frequency]),
  };
}

function pregnanciesOf(random: Random): readonly Pregnancy[] {
  const [fewest, most] = rates.monthsBetweenBirths.value as [number, number];
  const pregnancies: Pregnancy[] = [];
  let due = random.between(livedFrom - yearsOfFirstBirths * 365, livedUntil);
  for (let left = Number(random.pick(rates.childrenAimedAt.value)); left > 0; left -= 1) {
    const isLost = random.chance(rates.pregnancyLost.value);
    const born = isLost ? undefined : due + random.between(-21, 10);
    const lost = isLost ? due - gestation + random.between(84, 160) : undefined;
    pregnancies.push({ due, born, lost, adultOn: monthsAfter(born ?? due, 18 * 12) });
    due = monthsAfter(due, random.between(fewest, most));
  }
  return pregnancies;
}

function leavesOn(random: Random, from: Day, until: Day): Day | undefined {
  for (let year = from; year < until; year += 365) {
    if (random.chance(rates.movedOutPerYear.value)) {
      const day = year + random.below(365);
      return day < until ? day : undefined;
    }
  }
  return undefined;
}

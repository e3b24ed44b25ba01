import { take } from './contacts.ts';
import { considerPreBirth } from './courses.ts';
import { type Day, dateOf } from './days.ts';
import { decide } from './decisions.ts';
import { type Family, gestation, livedUntil, type Pregnancy } from './family.ts';
import { childrenAtHome, oldestAge, pregnancyOf, youngestBand } from './household.ts';
import { type Arrival, beginLife, hasOpenCase, type Life, plan, tellEvent } from './life.ts';
import { inform, occur } from './occurrences.ts';
import { rates } from './rates.ts';

type Happening = 'occurrence' | 'information' | 'not-brought' | 'new-adult' | 'withdrawn-from-school';

/** What can happen on a day, in thousandths a year. */
type Likely = {
  readonly weights: Readonly<Record<Happening, number>>;
  readonly threshold: number;
  /** When it must be worked out again, if nothing has happened before. */
  readonly until: Day;
};

const range = 4_294_967_296;
const daysOfAThousandYears = 365_250;
const daysBetweenLooks = 120;

/** Lives a family's life from its first day here to its last, and gives what reached the record, in no order. */
export function live(family: Family): readonly Arrival[] {
  if (family.until <= family.from) return [];
  const life = beginLife(family);
  begin(life);
  let likely = likelyFor(life);
  while (life.day <= family.until) {
    work(life);
    if (life.isStale || life.day >= likely.until) {
      likely = likelyFor(life);
      life.isStale = false;
    }
    if (family.random.next() < likely.threshold) happen(life, family.random.pick(likely.weights));
    life.day += 1;
  }
  leave(life);
  while (life.agenda.size > 0) {
    life.day = life.nextTaskOn;
    work(life);
  }
  return life.arrivals;
}

function begin(life: Life): void {
  const { family } = life;
  if (family.movedIn) tellEvent(life, { event: 'moved-authority-in' });
  for (const pregnancy of family.pregnancies) expect(life, pregnancy);
}

function expect(life: Life, pregnancy: Pregnancy): void {
  const { random, frequency } = life.family;
  const { due, born, lost } = pregnancy;
  const on = (day: Day, happen: () => void): void => {
    if (day >= life.family.from && day <= life.family.until) plan(life, day, { do: 'pass', happen });
  };
  on(due - gestation + 112, () => askAbout(life, pregnancy));
  if (random.chance(rates.worryBeforeBirth.value[frequency])) {
    on(due - gestation + random.between(91, 238), () => occur(life, 'birth'));
  }
  if (born !== undefined) on(born, () => tellEnd(life, pregnancy, 'birth', rates.birthTold.value));
  if (lost !== undefined) on(lost, () => tellEnd(life, pregnancy, 'end-of-pregnancy', rates.lossTold.value));
}

const threeYears = 3 * 365;

/** At sixteen weeks a midwife may have asked, and a worker have heard. */
function askAbout(life: Life, pregnancy: Pregnancy): void {
  const { random } = life.family;
  if (pregnancy.lost !== undefined && pregnancy.lost <= life.day) return;
  const { open, referred } = rates.pregnancyTold.value;
  const wasReferred = life.referredOn !== undefined && life.day - life.referredOn <= threeYears;
  const share = hasOpenCase(life) ? open : wasReferred ? referred : 0;
  if (random.chance(share)) {
    life.known.add(pregnancy);
    tellEvent(life, {
      event: 'pregnancy',
      expectedDateOfBirth: dateOf(pregnancy.due),
    });
  }
  if (hasOpenCase(life) && life.known.has(pregnancy)) considerPreBirth(life, pregnancy);
}

function tellEnd(life: Life, pregnancy: Pregnancy, event: 'birth' | 'end-of-pregnancy', share: number): void {
  life.isStale = true;
  if (life.known.has(pregnancy) && life.family.random.chance(share)) tellEvent(life, { event });
}

/** Does what the agenda holds for today, and what that puts on today's agenda in turn. */
function work(life: Life): void {
  if (life.day !== life.nextTaskOn) return;
  const tasks = life.agenda.get(life.day) ?? [];
  for (const task of tasks) {
    if (task.do === 'take') take(life, task.call);
    else if (task.do === 'decide') decide(life, task.contact);
    else task.happen();
  }
  life.agenda.delete(life.day);
  life.nextTaskOn = Math.min(...life.agenda.keys());
}

function happen(life: Life, what: Happening): void {
  if (what === 'occurrence') occur(life);
  else if (what === 'information') inform(life);
  else tellEvent(life, { event: what });
}

function leave(life: Life): void {
  const { family } = life;
  if (family.movedOut && life.referredOn !== undefined && family.until < livedUntil) {
    life.day = family.until;
    tellEvent(life, { event: 'moved-authority-out' });
  }
}

function likelyFor(life: Life): Likely {
  const { frequency } = life.family;
  const isAlone = childrenAtHome(life).length === 0;
  const isRemoved = life.removedOn !== undefined && isAlone && pregnancyOf(life) === undefined;
  const factor =
    rates.ageFactor.value[youngestBand(life)] *
    (life.day < life.crisisUntil ? rates.crisisFactor.value : 1) *
    (hasOpenCase(life) ? rates.openCaseFactor.value : 1) *
    (isRemoved ? rates.afterRemovalFactor.value : 1);
  const isKnown = life.referredOn !== undefined && !isAlone;
  const thousandths = (share: number): number => Math.round(share * 1000);
  const weights: Likely['weights'] = {
    occurrence: thousandths(rates.occurrencesPerYear.value[frequency] * factor),
    information: thousandths(rates.informationPerYear.value[frequency]),
    'not-brought': isKnown ? thousandths(rates.notBroughtPerYear.value[frequency]) : 0,
    'new-adult': isKnown ? thousandths(rates.newAdultPerYear.value) : 0,
    'withdrawn-from-school':
      isKnown && (oldestAge(life) ?? 0) >= 5 ? thousandths(rates.withdrawnPerYear.value) : 0,
  };
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  const lookAgain = life.day + daysBetweenLooks;
  return {
    weights,
    threshold: Math.floor((total * range) / daysOfAThousandYears),
    until: life.day < life.crisisUntil ? Math.min(life.crisisUntil, lookAgain) : lookAgain,
  };
}

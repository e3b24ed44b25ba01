import type { Concern } from '../../core/referral/referral-submission.ts';
import type { SourceCode } from '../../core/referral/source-code.ts';
import { callerOf, keepsOfficeHours } from './callers.ts';
import { type Day, workingDayAfter } from './days.ts';
import type { Trait } from './family.ts';
import { oldestAge } from './household.ts';
import { type Call, type Kind, type Life, nextReference, plan } from './life.ts';
import type { Weights } from './random.ts';
import { rates } from './rates.ts';

type KindRow = { readonly trait: string; readonly without: number; readonly with: number };

/** What is about a parent rather than a child. */
const ofParents: ReadonlySet<Kind> = new Set([
  'domestic-abuse',
  'substance-misuse',
  'mental-health',
  'parental-separation',
  'new-adult',
]);

/** Of traits, those that a caller names as a concern beside the main one. */
const namedTraits: readonly (Trait & Kind)[] = [
  'domestic-abuse',
  'substance-misuse',
  'mental-health',
  'neglect',
];

function kindOf(life: Life, rows: Readonly<Record<string, KindRow>>): Kind {
  const { random, traits } = life.family;
  const oldest = oldestAge(life) ?? 0;
  const youngest: Readonly<Record<string, number>> = rates.youngestForKind.value;
  const weights = Object.entries(rows).map(([kind, row]) => {
    const isTooYoung = oldest < (youngest[kind] ?? 0);
    return [kind, isTooYoung ? 0 : row[traits.has(row.trait as Trait) ? 'with' : 'without']];
  });
  return random.pick(Object.fromEntries(weights) as Weights<Kind>);
}

/** Schools call about children of four and more, health visitors about those under five. */
function possibleSources(life: Life, weights: Weights): Weights<SourceCode> {
  const oldest = oldestAge(life);
  const possible = Object.entries(weights).filter(([code]) => {
    if (code === '2A' || code === '2B' || code === '3C') return oldest !== undefined && oldest >= 4;
    return code !== '3B' || oldest === undefined || oldest < 9;
  });
  return possible.length === 0 ? weights : Object.fromEntries(possible);
}

function concernsOf(life: Life, kind: Kind): readonly Concern[] {
  const { random, traits } = life.family;
  const kinds = [
    kind,
    ...namedTraits.filter(
      (trait) => trait !== kind && traits.has(trait) && random.chance(rates.alsoNamed.value),
    ),
  ];
  return kinds.map((each) => ({
    kind: each,
    subject: ofParents.has(each) && !random.chance(rates.concernOfChild.value) ? 'parent' : 'child',
  }));
}

/** Something comes to somebody's notice today, and they tell the front door, soon and perhaps not alone. */
export function occur(life: Life, before?: 'birth'): void {
  const { random } = life.family;
  const kind = kindOf(life, before === undefined ? rates.kinds.value : rates.kindsBeforeBirth.value);
  const sources: Weights =
    before === undefined ? rates.sourcesOfKind.value[kind] : rates.sourcesBeforeBirth.value;
  life.crisisUntil = life.day + rates.crisisDays.value;
  life.isStale = true;
  const shares: Readonly<Record<string, number>> = rates.alsoTold.value;
  const others = random.chance(shares[kind] ?? rates.alsoTold.value.otherwise)
    ? random.chance(rates.alsoToldTwice.value)
      ? 2
      : 1
    : 0;
  const incidentRef =
    others > 0 && random.chance(rates.sameIncidentRef.value) ? nextReference(life, 'i') : undefined;
  const [soonest, latest] = rates.alsoToldWithinDays.value as [number, number];
  let possible = possibleSources(life, sources);
  for (let teller = 0; teller <= others; teller += 1) {
    if (Object.keys(possible).length === 0) return;
    const code = random.pick(possible);
    // One event is told by different agencies: each code speaks once.
    possible = Object.fromEntries(Object.entries(possible).filter(([other]) => other !== code));
    const call: Call = {
      purpose: 'concern',
      kind,
      concerns: concernsOf(life, kind),
      referrer: callerOf(life, code),
      occurredOn: life.day,
      incidentRef,
    };
    const day = teller === 0 ? life.day : life.day + random.between(soonest, latest);
    plan(life, toldOn(life, code, day), { do: 'take', call });
  }
}

/** When a caller gets through: the police and the public on any day, others on a working day. */
function toldOn({ family }: Life, code: SourceCode, day: Day): Day {
  if (!keepsOfficeHours(code)) return day;
  return workingDayAfter(day, Number(family.random.pick(rates.daysUntilTold.value)));
}

/** A contact without a concern: a request, a notification. */
export function inform(life: Life): void {
  const { random } = life.family;
  const purpose = random.pick(rates.informationPurposes.value);
  const code = random.pick(rates.informationSources.value[purpose] as Weights<SourceCode>);
  const call: Call = {
    purpose,
    kind: 'other',
    concerns: [],
    referrer: callerOf(life, code),
    occurredOn: life.day,
  };
  plan(life, keepsOfficeHours(code) ? workingDayAfter(life.day, 0) : life.day, { do: 'take', call });
}

import { dayOfText, instantOfText, londonDay, startOfLondonDay } from './calendar.ts';
import type { Timed } from './length.ts';
import type { OracleChild, OracleEvent, OracleFamily, OracleReferral } from './oracle-types.ts';
import { saidEvents } from './said-events.ts';

/** A referral with its instants and days worked out. */
export type Told = OracleReferral &
  Timed & {
    readonly decided: Timed | undefined;
    /** Something in the nine weeks from the day it was told shows that somebody works with the family. */
    readonly followed: boolean;
    /** The event that it was said to tell of; the same text for the same event. */
    readonly saidEvent: string | undefined;
  };

/** A life event with its day; its instant is the start of that day. */
export type Happened = OracleEvent & Timed;

/** What is known of a family: every referral and life event once, withdrawn referrals not at all. */
export type Known = {
  /** All that were not withdrawn, in order of time, ties by key. */
  readonly told: readonly Told[];
  /** Those of them that may count. */
  readonly countable: readonly Told[];
  readonly happened: readonly Happened[];
  /** The days on which referrals say that a child was born, or is due. */
  readonly born: readonly number[];
  readonly due: readonly number[];
};

const timed = (text: string): Timed => {
  const at = instantOfText(text);
  return { at, day: londonDay(at) };
};

const byKey = <Thing extends { readonly key: string }>(things: readonly Thing[]): Thing[] => [
  ...new Map(things.map((thing) => [thing.key, thing])).values(),
];

const compareKeys = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const daysOf = (children: readonly OracleChild[], word: 'dateOfBirth' | 'expectedDateOfBirth'): number[] =>
  children
    .map((child) => (child as Partial<Record<typeof word, string>>)[word])
    .filter((text) => text !== undefined)
    .map(dayOfText);

/** Early help is not children's social care, and neither is what a parent went through as a child. */
function showsWork({ event, caseKind, subject }: OracleEvent): boolean {
  if (caseKind === 'early-help' || subject === 'parent-in-own-childhood') return false;
  return (
    /^(pre-birth-)?assessment-/.test(event) ||
    ['case-opened', 'case-stepped-up', 'strategy-discussion', 's47'].includes(event) ||
    ['child-protection-plan', 'removal', 'legal-proceedings'].includes(event)
  );
}

/** Reads a family. */
export function knownOf({ referrals, lifeEvents }: OracleFamily): Known {
  const happened = byKey(lifeEvents).map((one) => {
    const day = dayOfText(one.happenedOn);
    return { ...one, day, at: startOfLondonDay(day) };
  });
  const followers = happened.filter(showsWork);
  const standing = byKey(referrals).filter(({ withdrawn }) => withdrawn === undefined);
  const events = saidEvents(standing);
  const told = standing
    .map((one) => ({
      ...one,
      saidEvent: events.get(one.key),
      ...timed(one.madeAt),
      decided: one.screening === undefined ? undefined : timed(one.screening.decidedAt),
    }))
    .map((one) => ({
      ...one,
      followed: followers.some(({ day }) => day >= one.day && day - one.day <= 63),
    }))
    .sort((a, b) => a.at - b.at || compareKeys(a.key, b.key));
  const children = told.flatMap(({ household }) => household?.children ?? []);
  return {
    told,
    countable: told.filter(({ purpose }) => purpose === 'concern' || purpose === 'challenge'),
    happened,
    born: daysOf(children, 'dateOfBirth'),
    due: daysOf(children, 'expectedDateOfBirth'),
  };
}

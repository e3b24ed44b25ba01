import { dayOfText } from './calendar.ts';
import { lengthOf } from './length.ts';
import type { OracleCount, OraclePoints, OraclePolicy } from './oracle-types.ts';
import { identity, isProgressed } from './selection.ts';
import type { Told } from './told.ts';

function voice(told: Told): string | undefined {
  const { sourceCode } = told.referrer;
  if (sourceCode === '10') return undefined;
  if (sourceCode === '9') return 'nobody knows who';
  return identity(told) ?? `someone of ${sourceCode}`;
}

function group({ referrer }: Told): string | undefined {
  return ['5A', '5C', '10'].includes(referrer.sourceCode) ? undefined : referrer.sourceCode[0];
}

const eventDay = ({ incidentDate, day }: Told): number =>
  incidentDate === undefined ? day : dayOfText(incidentDate);

const saidEventsOf = (referrals: readonly Told[]): string[] => [
  ...new Set(referrals.flatMap(({ saidEvent }) => saidEvent ?? [])),
];

const unsaid = (referrals: readonly Told[]): Told[] =>
  referrals.filter(({ saidEvent }) => saidEvent === undefined);

/** Takes the earliest event that is left and everything within so many days after it, until none is left. */
function incidents(referrals: readonly Told[], withinDays: number): number {
  let number = saidEventsOf(referrals).length;
  let left = unsaid(referrals).map(eventDay);
  while (left.length > 0) {
    const first = Math.min(...left);
    left = left.filter((day) => day > first + withinDays);
    number += 1;
  }
  return number;
}

function measure(what: string, referrals: readonly Told[], withinDays: number): number {
  const different = (values: readonly (string | undefined)[]) =>
    new Set(values.filter((value) => value !== undefined)).size;
  if (what === 'referrals') return referrals.length;
  if (what === 'incidents') return incidents(referrals, withinDays);
  if (what === 'voices') return different(referrals.map(voice));
  if (what === 'agency-groups') return different(referrals.map(group));
  if (what === 'kinds-of-concern')
    return different(referrals.flatMap(({ concerns }) => concerns.map(({ kind }) => kind)));
  throw new Error(`The oracle does not know how to measure ${what}.`);
}

/** How much a condition has where it counts, whether that is enough, and the keys of the referrals or life events it counted. */
export type Measured = {
  readonly have: number | undefined;
  readonly met: boolean;
  readonly keys: readonly string[];
};

const keysOf = (referrals: readonly Told[]): string[] => referrals.map(({ key }) => key);

/** Counts the referrals that a condition selected in its window. */
export function countOf(condition: OracleCount, selected: readonly Told[], policy: OraclePolicy): Measured {
  const { count, atLeast, same, noneProgressed } = condition;
  const who = (told: Told): string | undefined =>
    same === 'organisation' && !identity(told)?.startsWith('organisation:') ? undefined : identity(told);
  const groups =
    same === undefined
      ? [selected]
      : [...new Set(selected.flatMap((told) => who(told) ?? []))].map((name) =>
          selected.filter((told) => who(told) === name),
        );
  const counts = groups.map((members) => ({
    members,
    have:
      noneProgressed && members.some((told) => isProgressed(told, policy))
        ? 0
        : measure(count, members, policy.incident.withinDays),
  }));
  const enough = counts.filter(({ have }) => have >= atLeast);
  return {
    have: Math.max(0, ...counts.map(({ have }) => have)),
    met: enough.length > 0,
    keys: keysOf(enough.flatMap(({ members }) => members)),
  };
}

/** What one referral is worth on a day, in thousandths of a point. */
function worth(told: Told, { points, halfLife }: OraclePoints, day: number): number {
  const kinds = new Set(told.concerns.map(({ kind }) => kind));
  const parts = [
    points.referral,
    ...[...kinds].map((kind) => points.concerns?.[kind]),
    points.levels?.[String(told.level)],
    points.sourceCodes?.[told.referrer.sourceCode],
  ];
  const thousandths = parts.reduce((sum: number, part) => sum + Math.round(1000 * (part ?? 0)), 0);
  if (halfLife === undefined) return thousandths;
  return Math.round(thousandths * 2 ** (-(day - told.day) / lengthOf(halfLife).days));
}

type Weighed = { readonly day: number; readonly points: number };

/**
 * The most that can be had from referrals of which any two are more than so
 * many days apart. Each is either counted, and keeps out what is too near, or
 * left out for the sake of one that it would keep out.
 */
function mostOf([first, ...others]: readonly Weighed[], withinDays: number): number {
  if (first === undefined) return 0;
  const apart = others.filter(({ day }) => day > first.day + withinDays);
  const counted = first.points + mostOf(apart, withinDays);
  return apart.length === others.length ? counted : Math.max(counted, mostOf(others, withinDays));
}

/** Adds up the points of the referrals that a condition selected: each incident has those of its weightiest. */
export function pointsOf(
  condition: OraclePoints,
  selected: readonly Told[],
  withinDays: number,
  day: number,
): Measured {
  const pointsOfOne = (told: Told): number => worth(told, condition, day);
  const said = saidEventsOf(selected).map((event) =>
    Math.max(...selected.filter(({ saidEvent }) => saidEvent === event).map(pointsOfOne)),
  );
  const others = unsaid(selected)
    .map((told) => ({ day: eventDay(told), points: pointsOfOne(told) }))
    .sort((a, b) => a.day - b.day);
  const have = said.reduce((sum, one) => sum + one, mostOf(others, withinDays));
  return {
    have: have / 1000,
    met: have >= Math.round(1000 * condition.atLeast),
    keys: keysOf(selected),
  };
}

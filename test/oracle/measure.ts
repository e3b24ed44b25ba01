import { dayOfText, instantOfText, londonDay } from './calendar.ts';
import type { OracleCount, OraclePolicy, OracleReferral } from './oracle-types.ts';

function voice({ referrer }: OracleReferral): string | undefined {
  const { sourceCode, referrerRef, organisationRef } = referrer;
  if (sourceCode === '10') return undefined;
  if (sourceCode === '9') return 'nobody knows who';
  const lay = ['1A', '1B', '1C', '1D'].includes(sourceCode);
  const reference = lay ? referrerRef : organisationRef;
  return reference === undefined ? `someone of ${sourceCode}` : `${lay ? 'person' : 'body'} ${reference}`;
}

function group({ referrer }: OracleReferral): string | undefined {
  return ['5A', '5C', '10'].includes(referrer.sourceCode) ? undefined : referrer.sourceCode[0];
}

const eventDay = (referral: OracleReferral): number =>
  referral.incidentDate === undefined
    ? londonDay(instantOfText(referral.madeAt))
    : dayOfText(referral.incidentDate);

/** Takes the earliest event that is left and everything within so many days after it, until none is left. */
function incidents(referrals: readonly OracleReferral[], withinDays: number): number {
  let number = new Set(
    referrals.flatMap(({ incidentRef }) => (incidentRef === undefined ? [] : [incidentRef])),
  ).size;
  let left = referrals.filter(({ incidentRef }) => incidentRef === undefined).map(eventDay);
  while (left.length > 0) {
    const first = Math.min(...left);
    left = left.filter((day) => day > first + withinDays);
    number += 1;
  }
  return number;
}

/** How much of what a condition counts is among the referrals it selected. */
export function measure(what: string, referrals: readonly OracleReferral[], withinDays: number): number {
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

/** Whether a condition looks at a referral at all, whenever it was made. */
export function isSelected(referral: OracleReferral, condition: OracleCount, policy: OraclePolicy): boolean {
  const { purposes = ['concern', 'challenge'], screened, level } = condition.of ?? {};
  const decision = referral.screening?.outcome ?? 'unknown';
  const notProgressed =
    ['nfa', 'advice', 'early-help'].includes(decision) ||
    (['pending', 'unknown'].includes(decision) && policy.sourcesWithoutOutcomes.includes(referral.source));
  return (
    purposes.includes(referral.purpose) &&
    (screened === undefined || notProgressed) &&
    (level === undefined ||
      (referral.level === undefined ? level.orNotGiven : referral.level <= level.atMost))
  );
}

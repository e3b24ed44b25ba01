import { isInWindow, type Length, type Timed } from './length.ts';
import type { OraclePolicy, OracleSelection } from './oracle-types.ts';
import type { Known, Told } from './told.ts';

const layCodes = ['1A', '1B', '1C', '1D'];

/** Who speaks in a referral, where that is known for certain; a field left empty identifies nobody. */
export function identity({ referrer }: Told): string | undefined {
  const { sourceCode, referrerRef, organisationRef } = referrer;
  if (sourceCode === '9' || sourceCode === '10') return undefined;
  if (layCodes.includes(sourceCode)) return referrerRef && `person:${referrerRef}`;
  return organisationRef && `organisation:${organisationRef}`;
}

/** Decided in favour of doing something about it. */
export const isProgressed = (told: Told, policy: OraclePolicy): boolean =>
  isFollowedUnsaid(told, policy) ||
  ['family-help', 'passed-to-worker', 'assessment', 'strategy', 's47'].includes(
    told.screening?.outcome ?? '',
  );

const isSaid = ({ screening }: Told): boolean =>
  screening !== undefined && !['pending', 'unknown'].includes(screening.outcome);

/** Nothing was said of what was decided, as ever of this source, and a life event says it. */
const isFollowedUnsaid = (told: Told, { sourcesWithoutOutcomes }: OraclePolicy): boolean =>
  !isSaid(told) && told.followed && sourcesWithoutOutcomes.includes(told.source);

/** Decided against, or sent by a source that never says what was decided. */
function isNotProgressed(told: Told, { sourcesWithoutOutcomes }: OraclePolicy): boolean {
  if (!isSaid(told)) return sourcesWithoutOutcomes.includes(told.source) && !told.followed;
  return ['nfa', 'advice', 'early-help'].includes(told.screening?.outcome ?? '');
}

/** When a referral was decided on; a source that never says is taken to have decided at once. */
function decidedAt({ screening, decided, at }: Told): number {
  if (screening === undefined || ['pending', 'unknown'].includes(screening.outcome)) return at;
  return decided?.at ?? at;
}

/** Whether everything that a selection states holds of a referral, whatever else the family has. */
export function isSelected(told: Told, selection: OracleSelection, policy: OraclePolicy): boolean {
  const { purposes, stages, screened, outcomes, level, concerns, sourceCodes } = selection;
  if (purposes && !purposes.includes(told.purpose)) return false;
  if (stages && !stages.includes(told.stage)) return false;
  if (screened && !isNotProgressed(told, policy)) return false;
  if (outcomes && !(told.screening && outcomes.includes(told.screening.outcome))) return false;
  if (level && told.level === undefined && !level.orNotGiven) return false;
  if (level && told.level !== undefined && told.level > level.atMost) return false;
  if (sourceCodes && !sourceCodes.includes(told.referrer.sourceCode)) return false;
  if (!concerns) return true;
  return told.concerns.some(
    ({ kind, subject }) =>
      concerns.kinds.includes(kind) && (concerns.subject === undefined || concerns.subject === subject),
  );
}

/** Whether the same voice had been heard before in the line's window, was not progressed, and knew so by now. */
export function isPressing(
  told: Told,
  known: Known,
  policy: OraclePolicy,
  window: { readonly end: Timed; readonly length: Length },
): boolean {
  const who = identity(told);
  if (who === undefined) return false;
  return known.countable.some(
    (earlier) =>
      identity(earlier) === who &&
      isNotProgressed(earlier, policy) &&
      isInWindow(earlier, window.end, window.length) &&
      earlier.at < told.at &&
      decidedAt(earlier) < told.at,
  );
}

import type { Line } from '../policy/policy.ts';
import { dayNumberOf } from '../time/calendar-date.ts';
import { type Instant, londonDate } from '../time/london.ts';
import type { ConditionProgress } from './conditions/prepared-condition.ts';
import { type CountableReferral, inOrderOfTime } from './countable-referral.ts';
import { evaluateLine } from './evaluate-line.ts';
import type { Examined } from './examined-family.ts';
import type { OneMore, Progress } from './finding.ts';
import { mayCount } from './why-not-selected.ts';

/** Progress without what it counted, as a finding shows it. */
export const shown = (progress: readonly ConditionProgress[]): readonly Progress[] =>
  progress.map(({ condition, have, need, met }) => ({ condition, have, need, met }));

/** What the imagined incident is told apart by. No key or reference has a space, so nothing real is ever the same. */
const imagined = 'one more';

/**
 * What one more incident would do at an instant: a concern like the last one,
 * no further action taken on it, of a voice and agency group of its own or of
 * the last referrer's. One from a new agency is of whatever source the line
 * asks for.
 */
export function oneMore(
  line: Line,
  examined: Examined,
  at: Instant,
): { readonly fromNewAgency: OneMore; readonly fromLastReferrer: OneMore | undefined } {
  const last = examined.referrals.at(-1);
  const further = furtherIncident(last, at);
  const withFurther = (referral: CountableReferral): OneMore => {
    const referrals = [...examined.referrals, referral].sort(inOrderOfTime);
    const { crossed, progress } = evaluateLine(
      line,
      { ...examined, referrals, countable: referrals.filter(mayCount) },
      at,
    );
    return { crossed, progress: shown(progress) };
  };
  return {
    fromNewAgency: withFurther(further),
    fromLastReferrer: last && withFurther({ ...further, ...whoTold(last) }),
  };
}

const whoTold = ({
  sourceCode,
  voice,
  identifiedVoice,
  organisation,
  agencyGroup,
  level,
}: CountableReferral): Partial<CountableReferral> => ({
  sourceCode,
  voice,
  identifiedVoice,
  organisation,
  agencyGroup,
  level,
});

function furtherIncident(last: CountableReferral | undefined, at: Instant): CountableReferral {
  const date = londonDate(at);
  return {
    key: imagined,
    source: imagined,
    at,
    date,
    day: dayNumberOf(date),
    eventDay: dayNumberOf(date),
    // An incident of its own keeps it from being folded into the one before it.
    saidIncident: imagined,
    stage: last?.stage ?? 'contact',
    purpose: 'concern',
    sourceCode: undefined,
    voice: imagined,
    identifiedVoice: imagined,
    organisation: imagined,
    agencyGroup: imagined,
    concerns: last?.concerns ?? [],
    kindsOfConcern: last?.kindsOfConcern ?? new Set(),
    outcome: 'nfa',
    decidedAt: at,
    notProgressed: true,
    progressed: false,
    level: undefined,
    annotations: [],
  };
}

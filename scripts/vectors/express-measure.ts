import { canonicalJson } from '../../core/canonical-json.ts';
import { type Outcome, succeed } from '../../core/outcome.ts';
import type { SingleCondition } from '../../core/policy/condition.ts';
import { ConcernKind } from '../../core/referral/referral-submission.ts';
import { mostReferralsRead, type TimelineReferral } from '../../core/timeline/timeline.ts';
import { type Inexpressible, inexpressible } from './inexpressible.ts';
import type { WindowRow } from './window-row.ts';

type Event = WindowRow['events'][number];
type Told = Pick<TimelineReferral, 'referrer' | 'concerns'>;

/** What a row measures, as a condition of a line and as what a referral must tell to be measured so. */
export type ExpressedMeasure = {
  /** At least so much of it. */
  readonly condition: (atLeast: number) => SingleCondition;
  readonly told: (event: Event) => Told;
  /** Into how many parts one of what is measured can be cut: points go to the thousandth. */
  readonly partsOfOne: number;
  /** The most that a condition can ask for. */
  readonly most: number;
};

const school = { sourceCode: '2A' } as const;

/** A policy may ask for no more points than this. */
const mostPoints = 100_000;

/** Puts what a row measures in the product's words: referrals, voices, kinds of concern or points. */
export function expressMeasure({
  measure,
  events,
}: Pick<WindowRow, 'measure' | 'events'>): Outcome<ExpressedMeasure, Inexpressible> {
  switch (measure.kind) {
    case 'count':
      return succeed(counted('referrals', () => ({ referrer: school, concerns: [] })));
    case 'distinct':
      return succeed(different(events, measure.field));
    case 'sum':
      return weighed(events);
    default:
      return inexpressible(`a measure of ${measure.kind}, which no line counts`);
  }
}

const counted = (
  count: 'referrals' | 'voices' | 'kinds-of-concern',
  told: ExpressedMeasure['told'],
): ExpressedMeasure => ({
  condition: (atLeast) => ({ count, atLeast }),
  told,
  partsOfOne: 1,
  most: count === 'kinds-of-concern' ? ConcernKind.options.length : mostReferralsRead,
});

/** Nothing recorded is no value; a value of several parts is one value. */
const valueTold = ({ value }: Event): string | undefined => {
  const given = value ?? undefined;
  return given === undefined ? undefined : canonicalJson(given);
};

/** Different levels are different kinds of concern, as far as there are so many; anything else is told apart as voices are. */
function different(events: readonly Event[], field: string | undefined): ExpressedMeasure {
  const values = [...new Set(events.map(valueTold).filter((value) => value !== undefined))];
  if (field === 'level' && values.length <= ConcernKind.options.length) {
    return counted('kinds-of-concern', (event) => {
      const kind = ConcernKind.options[values.indexOf(valueTold(event) ?? '')];
      return { referrer: school, concerns: kind === undefined ? [] : [{ kind, subject: 'child' }] };
    });
  }
  return counted('voices', (event) => {
    const value = valueTold(event);
    return {
      referrer:
        value === undefined
          ? // Nobody recorded is an unknown source, which is no voice.
            { sourceCode: '10' }
          : { ...school, organisationRef: `organisation-${values.indexOf(value) + 1}` },
      concerns: [],
    };
  });
}

/** Told by no event, and worth so much that a policy of any threshold could be crossed. */
const [untold, ...tellable] = ConcernKind.options.toReversed();

/** Each different weight is a kind of concern with so many points; no weight is a concern without points. */
function weighed(events: readonly Event[]): Outcome<ExpressedMeasure, Inexpressible> {
  const weights = [...new Set(events.map(({ weight }) => weight ?? 0))].sort((a, b) => a - b);
  if (weights.some((weight) => weight < 0 || weight > 1000)) {
    return inexpressible('a weight outside 0 to 1000');
  }
  if (weights.some((weight) => weight !== Math.round(weight * 1000) / 1000)) {
    return inexpressible('a weight finer than a thousandth');
  }
  if (weights.length > tellable.length) return inexpressible('more weights than there are kinds of concern');
  const concerns = Object.fromEntries([
    [untold, 1000],
    ...weights.map((weight, index) => [tellable[index], weight]),
  ]);
  return succeed({
    condition: (atLeast) => ({ points: { concerns }, atLeast }),
    told: ({ weight }) => {
      const kind = tellable[weights.indexOf(weight ?? 0)];
      return { referrer: school, concerns: kind === undefined ? [] : [{ kind, subject: 'child' }] };
    },
    partsOfOne: 1000,
    most: mostPoints,
  });
}

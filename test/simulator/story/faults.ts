import type { ServiceName } from '../kernel/aws-calls.ts';
import type { FunctionName } from '../services/composed-functions.ts';
import type { Scheduled } from '../services/schedules.ts';
import { consumers } from '../services/streams.ts';
import type { Random } from './random.ts';

type Source = 'stream' | 'queue' | 'schedule' | 'message' | 'client';

/** Something that goes wrong from one instant to another. */
export type Fault = { readonly name: string; readonly from: number; readonly to: number } & (
  | {
      readonly kind: 'throttled' | 'failing' | 'requests-lost' | 'answers-lost';
      readonly service: ServiceName;
      readonly share: number;
      /** Whose calls; everybody's where it is not said. */
      readonly functions?: readonly FunctionName[];
    }
  /** Calls take so many times as long. */
  | { readonly kind: 'slow'; readonly times: number }
  | {
      readonly kind: 'dying';
      readonly functions: readonly FunctionName[];
      readonly when: 'before' | 'after';
      readonly share: number;
    }
  | { readonly kind: 'switched-off'; readonly mapping: 'examine-family' | 'send-alert' | 'keep-ledger' }
  | { readonly kind: 'silent'; readonly schedule: Scheduled }
  | { readonly kind: 'brought-twice'; readonly source: Source; readonly share: number }
  | { readonly kind: 'clocks-off'; readonly milliseconds: number }
  | { readonly kind: 'index-late'; readonly milliseconds: number }
  | { readonly kind: 'mail-bounces'; readonly person: string }
  /** A row of a family's timeline cannot be read. */
  | { readonly kind: 'unreadable'; readonly family: string }
  | { readonly kind: 'policy-unreadable' }
);
export type FaultKind = Fault['kind'];

const minute = 60_000;

const allFunctions: readonly FunctionName[] = [
  'record-referral',
  'correct-referral',
  'withdraw-referral',
  'examine-family',
  'send-alert',
  'keep-ledger',
  'sweep',
  'reconcile-roster',
  'reconcile-alerts',
];

const inTheBackground: readonly FunctionName[] = [
  'examine-family',
  'examine-family',
  'send-alert',
  'keep-ledger',
  'sweep',
];

type Drawn = Fault extends infer One
  ? One extends Fault
    ? Omit<One, 'name' | 'from' | 'to'>
    : never
  : never;

const draws: Readonly<
  Record<FaultKind, (random: Random, families: readonly string[], people: readonly string[]) => Drawn>
> = {
  throttled: (random) => ({ kind: 'throttled', service: 'dynamoDb', share: random.pick([0.1, 0.4, 0.9]) }),
  failing: (random) => ({
    kind: 'failing',
    service: random.pick(['dynamoDb', 'dynamoDb', 'sns', 'kms'] as const),
    share: random.pick([0.3, 1, 1]),
  }),
  'requests-lost': (random) => ({
    kind: 'requests-lost',
    service: random.pick(['dynamoDb', 'sns'] as const),
    share: random.pick([0.05, 0.3]),
  }),
  'answers-lost': (random) => ({
    kind: 'answers-lost',
    service: random.pick(['dynamoDb', 'dynamoDb', 'sns'] as const),
    share: random.pick([0.05, 0.2, 0.5]),
  }),
  slow: (random) => ({ kind: 'slow', times: random.pick([10, 100, 400]) }),
  dying: (random) => ({
    kind: 'dying',
    functions: random.chance(0.5) ? allFunctions : [random.pick(allFunctions)],
    when: random.pick(['before', 'after'] as const),
    share: random.pick([0.02, 0.1, 0.3]),
  }),
  'switched-off': (random) => ({
    kind: 'switched-off',
    mapping: random.pick([...consumers, 'keep-ledger'] as const),
  }),
  silent: (random) => ({
    kind: 'silent',
    schedule: random.pick(['sweep', 'reconcile-roster', 'reconcile-alerts'] as const),
  }),
  'brought-twice': (random) => ({
    kind: 'brought-twice',
    source: random.pick(['stream', 'queue', 'schedule', 'message', 'client'] as const),
    share: random.pick([0.1, 0.5]),
  }),
  'clocks-off': (random) => ({ kind: 'clocks-off', milliseconds: random.pick([200, 2_000, 20_000]) }),
  'index-late': (random) => ({ kind: 'index-late', milliseconds: random.pick([1_000, 20_000]) }),
  'mail-bounces': (random, _, people) => ({ kind: 'mail-bounces', person: random.pick(people) }),
  unreadable: (random, families) => ({ kind: 'unreadable', family: random.pick(families) }),
  'policy-unreadable': () => ({ kind: 'policy-unreadable' }),
};

/** Every kind that there is. */
export const faultKinds = Object.keys(draws) as readonly FaultKind[];

export type FaultsAsked = {
  readonly from: number;
  /** All have ended by then. */
  readonly to: number;
  readonly families: readonly string[];
  readonly people: readonly string[];
};

/** A day's faults: none on some days, many at once on others. */
export function drawFaults(random: Random, { from, to, families, people }: FaultsAsked): readonly Fault[] {
  const count = random.pick([0, 2, 4, 6, 9]);
  return Array.from({ length: count }, (_, index): Fault => {
    const begins = random.int(from, to - minute);
    const lasts = random.pick([minute, 10 * minute, 60 * minute, 4 * 60 * minute]);
    const kind = random.pick(faultKinds);
    const drawn = draws[kind](random, families, people);
    const isOfCalls = 'service' in drawn && drawn.service !== 'kms';
    const whose = isOfCalls && random.chance(0.7) ? { functions: [random.pick(inTheBackground)] } : {};
    // What a release has written is read again when the next one is there.
    const ends = kind === 'unreadable' ? to : Math.min(to, begins + lasts);
    return {
      name: `fault-${index + 1}`,
      from: begins,
      to: ends,
      ...drawn,
      ...whose,
    } as Fault;
  });
}

/** Says what goes wrong, for a story. */
export function faultInWords(fault: Fault): string {
  switch (fault.kind) {
    case 'throttled':
    case 'failing':
    case 'requests-lost':
    case 'answers-lost':
      return `${fault.service}: ${fault.kind}, ${100 * fault.share} % of calls of ${fault.functions?.join() ?? 'everybody'}`;
    case 'slow':
      return `calls take ${fault.times} times as long`;
    case 'dying':
      return `${fault.functions.join(', ')}: ${100 * fault.share} % of calls are their last, ${fault.when} they take effect`;
    case 'switched-off':
      return `nothing is brought to ${fault.mapping}`;
    case 'silent':
      return `${fault.schedule} is not called`;
    case 'brought-twice':
      return `${100 * fault.share} % of what comes from a ${fault.source} comes twice`;
    case 'clocks-off':
      return `clocks are off by up to ${fault.milliseconds} ms`;
    case 'index-late':
      return `indexes are late by up to ${fault.milliseconds} ms`;
    case 'mail-bounces':
      return `what is sent to ${fault.person} comes back`;
    case 'unreadable':
      return `a row of ${fault.family} cannot be read`;
    case 'policy-unreadable':
      return 'which policy is live cannot be read, nor, until it is found anew, who can be reached';
    default:
      throw new Error(`No such fault: ${fault satisfies never}`);
  }
}

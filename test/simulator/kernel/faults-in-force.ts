import type { Fault, FaultKind } from '../story/faults.ts';
import type { Random } from '../story/random.ts';
import type { Agenda } from './agenda.ts';
import type { Attempt, Fate } from './aws-calls.ts';

type Of<Kind extends FaultKind> = Extract<Fault, { readonly kind: Kind }>;

export type FaultsInForce = {
  readonly fateOf: (attempt: Attempt) => Fate;
  readonly takes: () => number;
  /** The faults of a kind that are in force now. */
  readonly now: <Kind extends FaultKind>(kind: Kind) => readonly Of<Kind>[];
  readonly isBroughtTwice: (source: Of<'brought-twice'>['source']) => boolean;
  readonly clockOff: () => number;
  readonly indexLag: () => number;
  /** How often each kind of fault struck. */
  readonly struck: ReadonlyMap<string, number>;
  /** When a fault last struck after which a message may rightly come again, or too soon after another. */
  readonly troubledAt: () => number;
  readonly strike: (kind: string) => void;
};

/** One call takes a few milliseconds, and now and then a lot longer. */
const usualMilliseconds = [4, 24] as const;
const longMilliseconds = [100, 900] as const;
const shareOfLong = 0.01;

const fates: readonly (readonly [FaultKind, Fate])[] = [
  ['throttled', 'throttled'],
  ['failing', 'failed'],
  ['requests-lost', 'request-lost'],
  ['answers-lost', 'answer-lost'],
];

/** Faults after which no message may come again or too soon. */
const harmless: ReadonlySet<string> = new Set(['conflict', 'index-late', 'unreadable']);

/** So often something happens on any day, without any fault of the plan: all of this is at least once, and sometimes fails. */
const usualShare = { 'brought-twice': 0.01, throttled: 0.002, 'answers-lost': 0.001, dying: 0.0005 } as const;

/** Decides, by chance from the seed, what the faults of a plan do to each single thing while they are in force. */
export function faultsInForce(faults: readonly Fault[], agenda: Agenda, random: Random): FaultsInForce {
  const struck = new Map<string, number>();
  let troubledAt = Number.NEGATIVE_INFINITY;
  const strike = (kind: string): void => {
    struck.set(kind, (struck.get(kind) ?? 0) + 1);
    if (!harmless.has(kind)) troubledAt = agenda.now();
  };
  const now = <Kind extends FaultKind>(kind: Kind): readonly Of<Kind>[] =>
    faults.filter(
      (fault): fault is Of<Kind> =>
        fault.kind === kind && fault.from <= agenda.now() && agenda.now() < fault.to,
    );
  const hits = (kind: string, share: number): boolean => {
    if (!random.chance(share)) return false;
    strike(kind);
    return true;
  };
  const most = (all: readonly { readonly milliseconds: number }[]): number =>
    Math.max(0, ...all.map(({ milliseconds }) => milliseconds));
  return {
    now,
    troubledAt: () => troubledAt,
    struck,
    strike,
    fateOf: ({ service, functionName }) => {
      if (functionName !== 'people' && hits('dying', usualShare.dying))
        return random.chance(0.5) ? 'dies-before' : 'dies-after';
      if (hits('throttled', usualShare.throttled)) return 'throttled';
      if (hits('answers-lost', usualShare['answers-lost'])) return 'answer-lost';
      for (const { functions, when, share } of now('dying')) {
        if (functions.some((name) => name === functionName) && hits('dying', share)) return `dies-${when}`;
      }
      for (const [kind, fate] of fates) {
        for (const fault of now(kind)) {
          if (!('service' in fault) || fault.service !== service) continue;
          if (fault.functions?.some((name) => name === functionName) === false) continue;
          if (hits(kind, fault.share)) return fate;
        }
      }
      return 'served';
    },
    takes: () => {
      const plain = random.chance(shareOfLong)
        ? random.int(...longMilliseconds)
        : random.int(...usualMilliseconds);
      const [slow] = now('slow');
      if (slow === undefined) return plain;
      strike('slow');
      return Math.min(2_900, plain * slow.times);
    },
    isBroughtTwice: (source) =>
      hits('brought-twice', usualShare['brought-twice']) ||
      now('brought-twice').some((fault) => fault.source === source && hits('brought-twice', fault.share)),
    clockOff: () => {
      const milliseconds = most(now('clocks-off'));
      if (milliseconds > 0) strike('clocks-off');
      return milliseconds;
    },
    indexLag: () => {
      const milliseconds = most(now('index-late'));
      if (milliseconds > 0) strike('index-late');
      return random.int(0, Math.max(200, milliseconds));
    },
  };
}

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

/** Decides, by chance from the seed, what the faults of a plan do to each single thing while they are in force. */
export function faultsInForce(faults: readonly Fault[], agenda: Agenda, random: Random): FaultsInForce {
  const struck = new Map<string, number>();
  const strike = (kind: string): void => void struck.set(kind, (struck.get(kind) ?? 0) + 1);
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
    struck,
    strike,
    fateOf: ({ service, functionName }) => {
      for (const { functions, when, share } of now('dying')) {
        if (functions.some((name) => name === functionName) && hits('dying', share)) return `dies-${when}`;
      }
      for (const [kind, fate] of fates) {
        for (const fault of now(kind)) {
          if ('service' in fault && fault.service === service && hits(kind, fault.share)) return fate;
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
      now('brought-twice').some((fault) => fault.source === source && hits('brought-twice', fault.share)),
    clockOff: () => {
      const milliseconds = most(now('clocks-off'));
      if (milliseconds > 0) strike('clocks-off');
      return random.int(-milliseconds, milliseconds);
    },
    indexLag: () => {
      const milliseconds = most(now('index-late'));
      if (milliseconds > 0) strike('index-late');
      return random.int(0, Math.max(200, milliseconds));
    },
  };
}

import type { Delivery } from './a-publishing-topic.ts';
import { type Checkpoint, type CrashWorld, createCrashWorld, nothingYet } from './crash-world.ts';
import { type Picture, pictureOf } from './picture.ts';
import { type CrashPoint, nameOf, type TracedCall } from './traced-aws.ts';

/** One part of a journey, after which nothing is on its way. */
type Step = (world: CrashWorld) => Promise<void>;

/** Something that goes through functions step by step. */
export type Journey = {
  /** What is there before. */
  readonly prepare: (world: CrashWorld) => Promise<void>;
  readonly steps: readonly Step[];
};

/** How a step was gone through and how it ended. */
export type Played = {
  readonly from: Checkpoint;
  readonly to: Checkpoint;
  readonly picture: Picture;
  readonly deliveries: readonly Delivery[];
};

/** Goes through a whole journey without a crash, and keeps how each step ended. */
export async function playWhole(journey: Journey): Promise<readonly Played[]> {
  const world = createCrashWorld(nothingYet);
  await journey.prepare(world);
  const played: Played[] = [];
  let from = await world.checkpoint();
  let told = 0;
  for (const step of journey.steps) {
    await step(world);
    const to = await world.checkpoint();
    const deliveries = world.topic.deliveries.slice(told);
    told += deliveries.length;
    played.push({ from, to, picture: pictureOf(world), deliveries });
    from = to;
  }
  return played;
}

/** A crash point, with the call that is there in the trace and the step that it belongs to. */
export type PointInJourney = CrashPoint & { readonly is: TracedCall; readonly step: number };

/** Goes through the step that a crash point lies in, from where the step before had ended. */
export async function playCrash(
  journey: Journey,
  { whole, point }: { readonly whole: readonly Played[]; readonly point: PointInJourney },
): Promise<Played> {
  const { step, at, when, is } = point;
  const from = whole[step]!.from;
  const world = createCrashWorld(from, point);
  await journey.steps[step]!(world);
  const to = await world.checkpoint();
  if (!world.wasReached() || to.trace[at]?.name !== is.name)
    throw new Error(`Call ${at} is not ${nameOf(is, when)}: the journey differs each time.`);
  return { from, to, picture: pictureOf(world), deliveries: world.topic.deliveries };
}

/** Every crash point of a journey, in the order of its trace: before each call, and after it. */
export const crashPointsOf = (whole: readonly Played[]): readonly PointInJourney[] =>
  whole.flatMap(({ from, to }, step) =>
    to.trace.slice(from.trace.length).flatMap((is, index) => {
      const at = from.trace.length + index;
      return (['before', 'after'] as const).map((when) => ({ at, when, is, step }));
    }),
  );

/** Messages of notices that came to an address more than once, as `<address> <notice>`. */
export function toldTwice(deliveries: readonly Delivery[]): readonly string[] {
  const told = deliveries.flatMap(({ endpoint, notices }) =>
    notices.map((notice) => `${endpoint} ${notice}`),
  );
  return [...new Set(told.filter((one, index) => told.indexOf(one) !== index))].sort();
}

/** Who was told of what, each once: as `<address> <notice>`. */
export const toldAtAll = (deliveries: readonly Delivery[]): readonly string[] =>
  [
    ...new Set(
      deliveries.flatMap(({ endpoint, notices }) => notices.map((notice) => `${endpoint} ${notice}`)),
    ),
  ].sort();

/** The shortest time between two messages to one address. */
export function closestTogether(deliveries: readonly Delivery[]): number {
  const gaps = [...Map.groupBy(deliveries, ({ endpoint }) => endpoint).values()].flatMap((own) =>
    own.slice(1).map(({ at }, index) => at - own[index]!.at),
  );
  return Math.min(...gaps);
}

/**
 * Notices of which a crash leaves it open whether they were told, by the trace
 * alone: the message is published by then, in the invocation that dies, and
 * the notice is not marked as sent. As `<person> <notice>`.
 */
export function leftOpen(trace: readonly TracedCall[], { at, when }: CrashPoint): readonly string[] {
  const isDone = (index: number): boolean => index < at || (index === at && when === 'after');
  const dying = trace[at]?.invocation;
  const own = trace
    .map((call, index) => ({ ...call, index }))
    .filter(({ invocation }) => invocation === dying);
  const marked = own
    .filter(({ marks, index }) => marks !== undefined && isDone(index))
    .map(({ marks }) => marks);
  return own
    .filter(({ index }) => isDone(index))
    .flatMap(({ tells }) =>
      (tells?.notices ?? [])
        .filter((notice) => !marked.includes(notice))
        .flatMap((notice) => (tells?.people ?? []).map((person) => `${person} ${notice}`)),
    )
    .sort();
}

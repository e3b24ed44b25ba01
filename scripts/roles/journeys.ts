import type { AssemblyModel } from '../../local/assembly/model.ts';
import type { RecordedCall } from '../../local/gateway/recorded-call.ts';
import { startLocalStack } from '../../local/stack.ts';
import { subscribePeople } from '../subscribe-people.ts';
import { crowdedJourney, unsentJourney } from './crowded-journey.ts';
import { everyVerb, type Seen } from './every-verb.ts';
import { joinedLaterJourney } from './joined-later-journey.ts';
import { sampleJourney } from './sample-journey.ts';
import { journeyOfFailure, troubledJourney } from './troubled-journeys.ts';
import { upkeepJourney } from './upkeep-journey.ts';

export type JourneyOptions = {
  /** Folder of the synthesized stage `dev`. */
  readonly assemblyDirectory: string;
  readonly dynamoDbUrl?: string;
};

export type Played = {
  readonly model: AssemblyModel;
  /** What was seen on the way through every verb. */
  readonly seen: Seen;
  /** How many messages the sample family led to. */
  readonly told: number;
  /** Every call while nothing went wrong. */
  readonly smooth: readonly RecordedCall[];
  /** Every call, those in trouble included. */
  readonly calls: readonly RecordedCall[];
};

/**
 * Goes every way on which a function does something it does on no other: people
 * are subscribed, a family is told of, every verb is used, many alerts are sent at
 * once, the schedules look after what somebody has spoilt, and then what is read
 * cannot be read, and what was to be processed is given up.
 */
export async function playJourneys(options: JourneyOptions): Promise<Played> {
  const stack = await startLocalStack({ ...options, onProblem: () => undefined });
  try {
    await subscribePeople(stack);
    const { told } = await sampleJourney(stack);
    const seen = await everyVerb(stack);
    const madeAt = stack.clock.now().toISOString();
    await crowdedJourney(stack, madeAt);
    await unsentJourney(stack, madeAt);
    await joinedLaterJourney(stack, madeAt);
    await upkeepJourney(stack);
    const smooth = stack.calls();
    await troubledJourney(stack);
    const failing = await journeyOfFailure(options);
    return { model: stack.model, seen, told, smooth, calls: [...stack.calls(), ...failing] };
  } finally {
    await stack.stop();
  }
}

import type { ConstructPath } from '../assembly/model.ts';

/**
 * `throttled`: the service's own throttling error, with no effect.
 * `unavailable`: a failure of the service's own side, with no effect.
 * `lost-answer`: the call takes effect, and then the connection breaks.
 *
 * SDK clients try all three again, with a request of its own each time.
 */
export type DisturbedHow = 'throttled' | 'unavailable' | 'lost-answer';

export type Disturbance = {
  /** A part of the construct path of the functions it is for; every function without it. */
  readonly functionPath?: string;
  /** Service and operation of the request: `sns:Publish`, `dynamodb:TransactWriteItems`. */
  readonly action: string;
  readonly how: DisturbedHow;
  /** How many requests it is for; all of them until it is ended, without it. */
  readonly times?: number;
};

export type CrashPoint = {
  /** A part of the construct path that one function alone has. */
  readonly functionPath: ConstructPath;
  /** Which request of the function from now on, the next one being 0. An SDK's further attempts count. */
  readonly nth: number;
  /** Whether it dies before the request takes effect, or after that and before it sees the answer. */
  readonly when: 'before' | 'after';
};

export type PlannedCrash = {
  /** Whether the function has got so far and died. */
  hasHappened(): boolean;
  /** It shall not happen any more. */
  cancel(): void;
};

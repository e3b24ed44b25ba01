import type { LocalClock } from '../clock.ts';
import type { InvocationOutcome } from '../lambda/messages.ts';
import type { MappingSwitch } from './mapping-switch.ts';

type ClientConfiguration = {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
};

/** What a mapping needs of the stack: it acts with its function's role, through the gateway. */
export type MappingContext = {
  readonly region: string;
  readonly account: string;
  readonly gatewayUrl: string;
  readonly clientConfiguration: ClientConfiguration;
  /** Of a client that no role limits, for what AWS knows and the emulators do not. */
  readonly observerConfiguration: ClientConfiguration;
  readonly clock: LocalClock;
  /** Whether the mapping reads and invokes now. */
  readonly power: Pick<MappingSwitch, 'state' | 'untilDisabled'>;
  /** Invokes the mapping's function. */
  readonly invoke: (event: unknown) => Promise<InvocationOutcome>;
  readonly onFault: (error: Error) => void;
  /**
   * Told of the creation, in seconds since 1970, of the oldest record of a stream
   * that was read and is not done with; undefined when there is none.
   */
  readonly onPending?: (oldest: number | undefined) => void;
};

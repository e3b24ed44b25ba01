import type { LocalClock } from '../clock.ts';
import type { InvocationOutcome } from '../lambda/messages.ts';

/** What a mapping needs of the stack: it acts with its function's role, through the gateway. */
export type MappingContext = {
  readonly region: string;
  readonly account: string;
  readonly gatewayUrl: string;
  readonly clientConfiguration: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  readonly clock: LocalClock;
  /** Invokes the mapping's function. */
  readonly invoke: (event: unknown) => Promise<InvocationOutcome>;
  readonly onFault: (error: Error) => void;
  /**
   * Told of the creation, in seconds since 1970, of the oldest record of a stream
   * that was read and is not done with; undefined when there is none.
   */
  readonly onPending?: (oldest: number | undefined) => void;
};

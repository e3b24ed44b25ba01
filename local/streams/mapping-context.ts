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
};

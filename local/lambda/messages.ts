/** What the stack and the process of a function say to each other. Events and results travel as JSON text, as in Lambda. */

export type InvokeMessage = {
  readonly kind: 'invoke';
  readonly requestId: string;
  readonly event: string;
  readonly clockOffsetMilliseconds: number;
  readonly timeoutMilliseconds: number;
  readonly context: FunctionIdentity;
};

/** The clock was moved while an invocation may be running. */
export type ClockMessage = { readonly kind: 'clock'; readonly clockOffsetMilliseconds: number };

export type ToFunction = InvokeMessage | ClockMessage;

export type FromFunction =
  /** The handler is loaded and about to be called: the function's own time begins. */
  | { readonly kind: 'begun'; readonly requestId: string }
  | { readonly kind: 'result'; readonly requestId: string; readonly payload: string }
  | {
      readonly kind: 'error';
      readonly requestId: string;
      readonly errorType: string;
      readonly errorMessage: string;
    };

/** The part of the handler's `context` that is the same for each invocation. */
export type FunctionIdentity = {
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
};

/** One invocation of a function that has ended. */
export type EndedInvocation = {
  readonly functionArn: string;
  readonly ok: boolean;
  readonly milliseconds: number;
};

/** How one invocation ended. A function error is an expected outcome: whoever invoked decides what follows. */
export type InvocationOutcome =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      readonly error: {
        readonly code: 'function-error';
        readonly errorType: string;
        readonly errorMessage: string;
      };
    };

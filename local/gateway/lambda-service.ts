import * as z from 'zod';
import type { LocalFunction } from '../assembly/model.ts';
import { UnsupportedRequest } from '../iam/call-reader.ts';
import type { InvocationOutcome } from '../lambda/messages.ts';
import type { MappingSwitch } from '../streams/mapping-switch.ts';
import type { BackendAnswer } from './backend-call.ts';
import { errorAnswer } from './error-answer.ts';
import type { GatewayRequest } from './parse-request.ts';

export type LambdaServiceOptions = {
  readonly functions: readonly LocalFunction[];
  readonly mappings: readonly MappingSwitch[];
  readonly invoke: (functionArn: string, event: unknown) => Promise<InvocationOutcome>;
  /** Takes an asynchronous invocation on; does not wait for it. */
  readonly invokeLater: (functionArn: string, event: unknown) => void;
};

const Invocation = z.looseObject({
  FunctionName: z.string(),
  InvocationType: z.enum(['RequestResponse', 'Event', 'DryRun']),
  Payload: z.string(),
});
const OfMapping = z.looseObject({ UUID: z.string() });
const MappingChange = z.strictObject({ UUID: z.string(), Enabled: z.boolean() });

/** The operations of Lambda's own API on the functions and mappings of an assembly. */
export const createLambdaService =
  (options: LambdaServiceOptions) =>
  async (request: GatewayRequest): Promise<BackendAnswer> => {
    switch (request.operation) {
      case 'Invoke':
        return invoke(Invocation.parse(request.body), options);
      case 'GetEventSourceMapping':
        return describeMapping(OfMapping.parse(request.body).UUID, options);
      case 'UpdateEventSourceMapping': {
        const { UUID, Enabled } = MappingChange.parse(request.body);
        const mapping = options.mappings.find(({ uuid }) => uuid === UUID);
        if (Enabled) mapping?.enable();
        else mapping?.disable();
        return describeMapping(UUID, options);
      }
      default:
        throw new UnsupportedRequest(`The local stack does not know lambda:${request.operation}.`);
    }
  };

const invoke = async (
  { FunctionName, InvocationType, Payload }: z.infer<typeof Invocation>,
  options: LambdaServiceOptions,
): Promise<BackendAnswer> => {
  const fn = options.functions.find(({ arn, name }) => FunctionName === arn || FunctionName === name);
  if (fn === undefined) return notFound(`Function not found: ${FunctionName}`);
  const event = readEvent(Payload);
  if (event === undefined) {
    const message = 'Could not parse request body into json.';
    return errorAnswer('lambda', { code: 'InvalidRequestContentException', message, status: 400 });
  }
  if (InvocationType === 'DryRun') return json(204, '');
  if (InvocationType === 'Event') {
    options.invokeLater(fn.arn, event.value);
    return json(202, '');
  }
  const outcome = await options.invoke(fn.arn, event.value);
  const executed = { 'x-amz-executed-version': '$LATEST' };
  if (outcome.ok) return { ...json(200, JSON.stringify(outcome.value) ?? 'null'), headers: executed };
  const { errorType, errorMessage } = outcome.error;
  return {
    ...json(200, JSON.stringify({ errorType, errorMessage })),
    headers: { ...executed, 'x-amz-function-error': 'Unhandled' },
  };
};

/** An invocation without a payload brings an empty object. */
const readEvent = (payload: string): { readonly value: unknown } | undefined => {
  try {
    return { value: payload === '' ? {} : JSON.parse(payload) };
  } catch {
    return undefined;
  }
};

const describeMapping = (uuid: string, { mappings }: LambdaServiceOptions): BackendAnswer => {
  const found = mappings.find((mapping) => mapping.uuid === uuid);
  if (found === undefined) return notFound('The resource you requested does not exist.');
  const { mapping } = found;
  return json(
    200,
    JSON.stringify({
      UUID: found.uuid,
      EventSourceArn: mapping.sourceArn,
      FunctionArn: mapping.functionArn,
      State: found.state(),
      StateTransitionReason: 'User action',
      LastProcessingResult: found.lastProcessingResult(),
      BatchSize: mapping.batchSize,
      MaximumBatchingWindowInSeconds: mapping.maximumBatchingWindowSeconds,
      BisectBatchOnFunctionError: mapping.bisectBatchOnFunctionError,
      MaximumRetryAttempts: mapping.maximumRetryAttempts,
      MaximumRecordAgeInSeconds: mapping.maximumRecordAgeSeconds,
      StartingPosition: mapping.startingPosition,
    }),
  );
};

const json = (status: number, body: string): BackendAnswer => ({
  status,
  contentType: 'application/json',
  body,
});

const notFound = (message: string): BackendAnswer =>
  errorAnswer('lambda', { code: 'ResourceNotFoundException', message, status: 404 });

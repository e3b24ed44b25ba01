import type { AssemblyModel } from '../assembly/model.ts';
import { type CallReader, type JudgedCall, UnsupportedRequest } from './call-reader.ts';
import { dynamoDbCalls } from './dynamodb-calls.ts';
import type { IamCall } from './evaluate.ts';
import { impliedCallsOf } from './implied-calls.ts';
import { lambdaCalls } from './lambda-calls.ts';
import { kmsCalls, snsCalls, sqsCalls } from './messaging-calls.ts';
import { userPoolCalls } from './user-pool-calls.ts';

export type SdkRequest = {
  /** The signing name: `dynamodb`, `sns`, `sqs`, `kms`, `lambda`, ... */
  readonly service: string;
  /** `GetItem` */
  readonly operation: string;
  /** The parsed body: JSON, or the decoded form of a query request. */
  readonly body: unknown;
};

const readers: Readonly<Record<string, Readonly<Record<string, CallReader>>>> = {
  dynamodb: dynamoDbCalls,
  sns: snsCalls,
  sqs: sqsCalls,
  kms: kmsCalls,
  lambda: lambdaCalls,
  'cognito-idp': userPoolCalls,
};

/**
 * The calls that IAM judges for one SDK request: one for most, one for each
 * item of a transaction, and those AWS makes in the caller's name. Throws
 * UnsupportedRequest, naming the operation, where it does not know, and a
 * ZodError where the body is not one that the operation takes.
 */
export const callsOf = (request: SdkRequest, model: AssemblyModel): readonly JudgedCall[] => {
  const operations = Object.hasOwn(readers, request.service) ? readers[request.service] : undefined;
  const read =
    operations !== undefined && Object.hasOwn(operations, request.operation)
      ? operations[request.operation]
      : undefined;
  if (read === undefined) {
    throw new UnsupportedRequest(
      `The local stack does not know the operation ${request.service}:${request.operation}.`,
    );
  }
  const direct = read(request.body, model).map((call) => overTls(call));
  const implied = direct.flatMap((call) => impliedCallsOf(call, model)).map((call) => overTls(call));
  return [
    ...direct.map((call) => ({ ...call, implied: false })),
    ...distinct(implied).map((call) => ({ ...call, implied: true })),
  ];
};

/** The local stack speaks plain HTTP in place of the TLS that every SDK client uses against AWS. */
const overTls = (call: IamCall): IamCall => ({
  ...call,
  context: { ...call.context, 'aws:SecureTransport': ['true'] },
});

const distinct = (calls: readonly IamCall[]): readonly IamCall[] => [
  ...new Map(calls.map((call) => [JSON.stringify(call), call])).values(),
];

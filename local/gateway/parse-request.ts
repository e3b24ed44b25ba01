import type { IncomingMessage } from 'node:http';
import { UnsupportedRequest } from '../iam/call-reader.ts';
import { readLambdaRequest } from './lambda-request.ts';

/** A request of an SDK client, read as far as its protocol goes. */
export type GatewayRequest = {
  readonly accessKeyId: string;
  /** Undefined where the credentials have none. */
  readonly sessionToken: string | undefined;
  /** The signing name: `dynamodb`, `sns`, `sqs`, `kms`, `lambda`, ... */
  readonly service: string;
  /** `GetItem` */
  readonly operation: string;
  /** The whole `x-amz-target`; undefined in the query protocol. */
  readonly target: string | undefined;
  readonly contentType: string;
  /** The parsed body: JSON, or the fields of a form. */
  readonly body: Readonly<Record<string, unknown>>;
};

/**
 * Reads the AWS JSON protocols (DynamoDB, SQS, KMS, Cognito), the query protocol
 * (SNS, STS, CloudFormation) and Lambda's REST protocol. The caller is known by the access key alone: signatures are not
 * verified. Throws UnsupportedRequest where it is neither, or not signed.
 */
export const parseRequest = (request: IncomingMessage, text: string): GatewayRequest => {
  const authorization = request.headers.authorization ?? '';
  const scope = /Credential=([^/\s]+)\/\d{8}\/[^/]+\/([^/]+)\/aws4_request/.exec(authorization);
  const [, accessKeyId, service] = scope ?? [];
  if (accessKeyId === undefined || service === undefined)
    throw new UnsupportedRequest('The request is not signed.');
  const contentType = request.headers['content-type'] ?? '';
  const sessionToken = headerOf(request, 'x-amz-security-token');
  const caller = { accessKeyId, sessionToken, service, contentType };
  if (service === 'lambda') {
    const { method = '', url = '' } = request;
    const header = (name: string) => headerOf(request, name);
    return { ...caller, target: undefined, ...readLambdaRequest({ method, url, header, text }) };
  }
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string' && contentType.startsWith('application/x-amz-json-1.')) {
    const operation = target.slice(target.lastIndexOf('.') + 1);
    return { ...caller, operation, target, body: parseJson(text) };
  }
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    const body = Object.fromEntries(new URLSearchParams(text));
    return { ...caller, operation: body.Action ?? '', target: undefined, body };
  }
  throw new UnsupportedRequest(
    `The local stack does not speak the protocol of ${contentType || 'a request without content type'}.`,
  );
};

const headerOf = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
};

const parseJson = (text: string): Readonly<Record<string, unknown>> => {
  const body: unknown = JSON.parse(text);
  if (typeof body !== 'object' || body === null)
    throw new UnsupportedRequest('The body of the request is not a JSON object.');
  return body as Readonly<Record<string, unknown>>;
};

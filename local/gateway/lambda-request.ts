import { UnsupportedRequest } from '../iam/call-reader.ts';

/** What a request to the API of Lambda asks, with the members that its path, headers and body carry. */
export type LambdaRequest = {
  readonly operation: string;
  readonly body: Readonly<Record<string, unknown>>;
};

export type RestRequest = {
  readonly method: string;
  readonly url: string;
  readonly header: (name: string) => string | undefined;
  readonly text: string;
};

/**
 * Reads the REST protocol of Lambda as far as the local stack knows its
 * operations; the payload of an invocation stays the text it is. Throws
 * UnsupportedRequest on another operation.
 */
export const readLambdaRequest = ({ method, url, header, text }: RestRequest): LambdaRequest => {
  const { pathname } = new URL(url, 'http://local');
  const [, functionName] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(pathname) ?? [];
  if (functionName !== undefined && method === 'POST') {
    const InvocationType = header('x-amz-invocation-type') ?? 'RequestResponse';
    const FunctionName = decodeURIComponent(functionName);
    return { operation: 'Invoke', body: { FunctionName, InvocationType, Payload: text } };
  }
  const [, uuid] = /^\/2015-03-31\/event-source-mappings\/([^/]+)$/.exec(pathname) ?? [];
  if (uuid !== undefined && method === 'GET') {
    return { operation: 'GetEventSourceMapping', body: { UUID: decodeURIComponent(uuid) } };
  }
  if (uuid !== undefined && method === 'PUT') {
    const changes = JSON.parse(text) as Readonly<Record<string, unknown>>;
    return { operation: 'UpdateEventSourceMapping', body: { ...changes, UUID: decodeURIComponent(uuid) } };
  }
  throw new UnsupportedRequest(`The local stack does not know the Lambda request ${method} ${pathname}.`);
};

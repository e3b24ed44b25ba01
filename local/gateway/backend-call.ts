import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

/** Where the emulators listen; addresses without a trailing slash. */
export type Backends = {
  /** DynamoDB Local. */
  readonly dynamodb: string;
  /** The emulator of SNS and SQS. */
  readonly snsSqs: string;
};

export type BackendAnswer = {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** What the answer has beside the headers that every one has. */
  readonly headers?: Readonly<Record<string, string>>;
};

export type BackendRequest = {
  readonly url: string;
  readonly contentType: string;
  /** `x-amz-target`, for the JSON protocols. */
  readonly target?: string;
  readonly body: string;
  /** Neither emulator checks a signature; both take the region from its scope, and DynamoDB Local the database from its access key. */
  readonly credential: { readonly accessKeyId: string; readonly region: string; readonly service: string };
};

/**
 * Connections stay open: every call of every function goes over one. One that was
 * left alone for a few seconds is not used again, because its other end may be closing it.
 */
const agent = new Agent({ keepAlive: true, timeout: 4_000 });

/** Sends one request to an emulator. An answer that says it failed is an answer; throws where there is none. */
export const callBackend = async (request: BackendRequest): Promise<BackendAnswer> => {
  const { accessKeyId, region, service } = request.credential;
  // Not fetch, which takes several times as long for each of very many calls.
  const outgoing = httpRequest(request.url, {
    method: 'POST',
    agent,
    headers: {
      'content-type': request.contentType,
      'content-length': Buffer.byteLength(request.body),
      ...(request.target === undefined ? {} : { 'x-amz-target': request.target }),
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20000101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
    },
  });
  outgoing.end(request.body);
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  return {
    status: incoming.statusCode ?? 0,
    contentType: incoming.headers['content-type'] ?? request.contentType,
    body: await text(incoming),
  };
};

/** An emulator's answer, where anything but success is unexpected. Throws with what it said. */
export const expectSuccess = async (what: string, request: BackendRequest): Promise<string> => {
  const { status, body } = await callBackend(request);
  if (status !== 200) throw new Error(`${what} failed in the local emulator: ${body}`);
  return body;
};

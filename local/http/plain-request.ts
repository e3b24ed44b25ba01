import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** What an HTTP API reads of a request beside its body. */
export type RequestHead = Pick<
  IncomingMessage,
  'method' | 'url' | 'headers' | 'headersDistinct' | 'httpVersion'
> & { readonly socket: Pick<Socket, 'remoteAddress' | 'localPort'> };

/** A request without a connection. Header names are in lower case. */
export type PlainRequest = {
  readonly method: string;
  /** With the query, without the stage. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
};

/** The same as what a server would have read from a connection to it. */
export const headOf = ({ method, path, headers }: PlainRequest, stage: string): RequestHead => ({
  method,
  url: `${stage}${path}`,
  headers: { ...headers },
  headersDistinct: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
  httpVersion: '1.1',
  socket: { remoteAddress: '127.0.0.1', localPort: 443 },
});

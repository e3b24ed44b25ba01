import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/**
 * A server whose handler may be asynchronous. A request that breaks off, or a
 * fault in the handler, ends that connection and nothing else.
 */
export function createService(
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  onFault: (error: unknown) => void,
): Server {
  return createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (!response.destroyed) onFault(error);
      response.destroy();
    });
  });
}

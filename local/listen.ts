import type { AddressInfo, Server } from 'node:net';

/** The stack is for the person at this machine, so nothing listens on another interface. */
export const loopback = '127.0.0.1';

/**
 * Listens on the loopback interface and resolves to the port. Port 0 takes any
 * free one. Throws an Error that names the port when it is taken.
 */
export async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    const refuse = (cause: NodeJS.ErrnoException) =>
      reject(cause.code === 'EADDRINUSE' ? taken(port, cause) : cause);
    server.once('error', refuse);
    server.listen(port, loopback, () => {
      server.off('error', refuse);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port;
}

function taken(port: number, cause: Error): Error {
  return new Error(`Port ${port} is already in use: stop what is using it or choose another port.`, {
    cause,
  });
}

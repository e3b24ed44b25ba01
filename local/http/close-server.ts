import type { Server } from 'node:http';

/** Closes a server with all its connections, and resolves when it listens no more. */
export async function closeServer(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

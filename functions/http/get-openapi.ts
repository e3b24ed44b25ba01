import type { Route } from './route.ts';

/** `GET /v1/openapi.json`: the description of this API, to anybody with a token. */
export const getOpenApi =
  (document: object): Route =>
  async () => ({ status: 200, content: document });

import document from '../docs/openapi.json' with { type: 'json' };
import { systemClock as clock } from './adapters/system-clock.ts';
import { getOpenApi } from './http/get-openapi.ts';
import { httpHandler } from './http/http-handler.ts';

/** Behind `GET /v1/openapi.json`. */
export const handler = httpHandler(getOpenApi(document), { clock });

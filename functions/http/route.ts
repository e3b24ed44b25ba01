import type { Log } from '../adapters/log.ts';
import type { Answer } from './answer.ts';
import type { HttpRequest } from './http-request.ts';

/** Answers one kind of request. Expected refusals are answers; what it throws becomes a 500 or a 503. */
export type Route = (request: HttpRequest, log: Log) => Promise<Answer>;

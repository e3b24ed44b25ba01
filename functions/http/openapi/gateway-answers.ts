import * as z from 'zod';

/** What API Gateway answers by itself, before or instead of a function, word for word. */
export const gatewayMessages = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  413: 'Request Entity Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const;
export type GatewayStatus = keyof typeof gatewayMessages;

/** When it does. */
export const gatewayReasons: Readonly<Record<GatewayStatus, string>> = {
  401: 'without a valid token',
  403: 'without any of the scopes that the route asks for',
  404: 'where there is no such route',
  413: 'above 10 MB',
  429: 'above the rate agreed',
  500: 'where a function ended without an answer',
  503: 'where a function could not be reached',
};

/** Its shape. */
export const GatewayAnswer = z
  .strictObject({ message: z.enum(Object.values(gatewayMessages)) })
  .meta({ id: 'GatewayAnswer', description: 'What API Gateway answers by itself.' });

/** Whether it answers with a status. */
export const isGatewayStatus = (status: number): status is GatewayStatus => status in gatewayMessages;

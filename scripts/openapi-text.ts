import { operations } from '../functions/http/openapi/all-operations.ts';
import { openApiDocument } from '../functions/http/openapi/openapi-document.ts';

/** The description of the HTTP API as it is committed and answered. */
export const openApiText = (): string => `${JSON.stringify(openApiDocument(operations), null, 2)}\n`;

import type { IncomingMessage } from 'node:http';

export type BodyOutcome =
  | { readonly ok: true; readonly value: Buffer }
  | { readonly ok: false; readonly error: { readonly code: 'too-large' } };

/** Reads a request's whole body, or says that it has more bytes than the limit. The rest of a body too large is read and dropped. */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<BodyOutcome> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= limitBytes) chunks.push(chunk);
  }
  if (length > limitBytes) return { ok: false, error: { code: 'too-large' } };
  return { ok: true, value: Buffer.concat(chunks) };
}

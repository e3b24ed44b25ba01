import { createHmac } from 'node:crypto';
import type { Pseudonyms } from '../../core/ports/pseudonyms.ts';

/** 22 characters of base64url: 132 bits, too many for two values ever to meet. */
const characters = 22;

/** Each part with its length before it, so that ['ab', 'c'] and ['a', 'bc'] are not the same text. */
const joined = (parts: readonly string[]): string =>
  parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join('');

/** Pseudonyms by HMAC-SHA-256 under a key that never leaves the function's memory. */
export const keyedPseudonyms = (key: Uint8Array): Pseudonyms => ({
  of: (kind, ...parts) =>
    createHmac('sha256', key)
      .update(joined([kind, ...parts]))
      .digest('base64url')
      .slice(0, characters),
});

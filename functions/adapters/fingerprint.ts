import { createHash } from 'node:crypto';
import { canonicalJson } from '../../core/canonical-json.ts';

/** Stands for a value: SHA-256, in hex, of its canonical JSON. */
export const fingerprintOf = (value: unknown): string =>
  createHash('sha256').update(canonicalJson(value)).digest('hex');

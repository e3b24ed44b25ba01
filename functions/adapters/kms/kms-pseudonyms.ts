import type { KMSClient } from '@aws-sdk/client-kms';
import type { Pseudonyms } from '../../../core/ports/pseudonyms.ts';
import { keyedPseudonyms } from '../keyed-pseudonyms.ts';
import { once } from '../once.ts';
import { derivePseudonymKey } from './pseudonym-key.ts';

/** Pseudonyms under a key derived from a KMS key. The key takes one call, made when the first is asked for. */
export const kmsPseudonyms = (client: Pick<KMSClient, 'send'>, keyId: string): (() => Promise<Pseudonyms>) =>
  once(async () => keyedPseudonyms(await derivePseudonymKey(client, keyId)));

import { GenerateMacCommand, type KMSClient } from '@aws-sdk/client-kms';

/** What the key is derived from. Another text would be another key, and every pseudonym would change. */
const purpose = 'tideline pseudonyms 1';

/**
 * Derives the key for pseudonyms from a KMS key that never leaves KMS. The
 * same for ever as long as the KMS key lives; one call, made once per cold start.
 */
export async function derivePseudonymKey(
  client: Pick<KMSClient, 'send'>,
  keyId: string,
): Promise<Uint8Array> {
  const { Mac } = await client.send(
    new GenerateMacCommand({
      KeyId: keyId,
      MacAlgorithm: 'HMAC_SHA_256',
      Message: new TextEncoder().encode(purpose),
    }),
  );
  if (Mac?.length !== 32) throw new Error('KMS gave no code to derive the key for pseudonyms from.');
  return Mac;
}

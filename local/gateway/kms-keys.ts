import { createHmac, randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { AssemblyModel, LocalKey } from '../assembly/model.ts';
import type { BackendAnswer } from './backend-call.ts';
import { errorAnswer } from './error-answer.ts';

const GenerateMac = z.looseObject({ KeyId: z.string(), MacAlgorithm: z.string(), Message: z.base64() });

/** Bytes of a message that KMS takes (KMS API Reference, GenerateMac). */
const maxMessageBytes = 4096;

/** Key material of each HMAC key, random for each instance of the stack as it is for each key of AWS. */
export const createKmsKeys = (model: AssemblyModel): { generateMac(body: unknown): BackendAnswer } => {
  const material = new Map(model.keys.map(({ arn }) => [arn, randomBytes(64)] as const));
  return {
    generateMac: (body) => {
      const { KeyId, MacAlgorithm, Message } = GenerateMac.parse(body);
      const key = model.keys.find(({ arn, keyId }) => KeyId === arn || KeyId === keyId);
      const secret = material.get(key?.arn ?? '');
      if (key === undefined || secret === undefined)
        return refused('NotFoundException', `Key '${KeyId}' does not exist`);
      const digest = digestOf(key, MacAlgorithm);
      if (digest === undefined)
        return refused('InvalidKeyUsageException', `${key.arn} cannot be used for ${MacAlgorithm}.`);
      const message = Buffer.from(Message, 'base64');
      if (message.length === 0 || message.length > maxMessageBytes) {
        return refused('ValidationException', `The message must hold 1 to ${maxMessageBytes} bytes.`);
      }
      const Mac = createHmac(digest, secret).update(message).digest('base64');
      return {
        status: 200,
        contentType: 'application/x-amz-json-1.1',
        body: JSON.stringify({ KeyId: key.arn, MacAlgorithm, Mac }),
      };
    },
  };
};

/** A key makes codes of its own length only: `HMAC_256` those of `HMAC_SHA_256`. */
const digestOf = (key: LocalKey, algorithm: string): string | undefined => {
  const [, bits] = /^HMAC_(224|256|384|512)$/.exec(key.keySpec) ?? [];
  const isForMacs = key.keyUsage === 'GENERATE_VERIFY_MAC';
  return isForMacs && bits !== undefined && algorithm === `HMAC_SHA_${bits}` ? `sha${bits}` : undefined;
};

const refused = (code: string, message: string): BackendAnswer =>
  errorAnswer('kms', { code, message, status: 400 });

import * as z from 'zod';
import type { Resource } from '../assembly-index.ts';
import type { LocalKey } from '../model.ts';
import { cannotRun, inert, parseProperties } from './parse-properties.ts';
import { ResourceDocument, resourceStatements } from './policy-document.ts';

const Key = z.strictObject({
  KeyPolicy: ResourceDocument,
  KeySpec: z.string().default('SYMMETRIC_DEFAULT'),
  KeyUsage: z.string().default('ENCRYPT_DECRYPT'),
  Enabled: z.literal(true).optional(),
  EnableKeyRotation: inert,
  RotationPeriodInDays: inert,
  PendingWindowInDays: inert,
  Description: inert,
  Tags: inert,
});

/** A customer key. */
export const buildKey = (resource: Resource): LocalKey => {
  const { KeyPolicy, KeySpec, KeyUsage } = parseProperties(resource, Key);
  return {
    path: resource.path,
    arn: resource.identity.attributes.Arn ?? '',
    keyId: resource.identity.ref,
    keySpec: KeySpec,
    keyUsage: KeyUsage,
    statements: resourceStatements(KeyPolicy, resource.path),
  };
};

/**
 * Arn of the customer key that a resource names by id or arn; undefined where
 * it names none, or a key of AWS's own, which asks nothing of its callers.
 */
export const keyArnOf = (
  resource: Resource,
  named: string | undefined,
  keys: readonly LocalKey[],
): string | undefined => {
  if (named === undefined || /(^|:)alias\/aws\//.test(named)) return undefined;
  const key = keys.find(({ arn, keyId }) => named === arn || named === keyId);
  if (key === undefined)
    throw cannotRun(resource, `its key ${named} is not one of this assembly, named by id or arn`);
  return key.arn;
};

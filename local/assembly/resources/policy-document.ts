import * as z from 'zod';
import { assertEvaluable } from '../../iam/conditions.ts';
import type { PolicyStatement, ResourceStatement } from '../model.ts';
import { Texts } from './parse-properties.ts';

const Scalar = z.union([z.string(), z.boolean(), z.number()]);

const Values = z
  .union([Scalar, z.array(Scalar)])
  .transform((value): readonly string[] => (Array.isArray(value) ? value : [value]).map(String));

const Principal = z.union([
  z.literal('*').transform((): readonly string[] => ['*']),
  z
    .strictObject({ AWS: Texts.optional(), Service: Texts.optional() })
    .transform(({ AWS = [], Service = [] }): readonly string[] => [...AWS, ...Service]),
]);

const identityStatement = {
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: Texts,
  Resource: Texts,
  Condition: z.record(z.string(), z.record(z.string(), Values)).optional(),
};

const document = <Statement extends z.ZodType>(statement: Statement) =>
  z.strictObject({
    Version: z.literal('2012-10-17').optional(),
    Id: z.string().optional(),
    Statement: z.array(statement),
  });

/** A policy of a role. `NotAction`, `NotResource` and the like are refused as unsupported properties. */
export const IdentityDocument = document(z.strictObject(identityStatement));
export type IdentityDocument = z.infer<typeof IdentityDocument>;

/** A policy of a queue, topic or key. */
export const ResourceDocument = document(z.strictObject({ ...identityStatement, Principal }));
export type ResourceDocument = z.infer<typeof ResourceDocument>;

/** The statements of a role's policy; throws on a condition that cannot be evaluated. */
export const identityStatements = (policy: IdentityDocument, owner: string): readonly PolicyStatement[] =>
  policy.Statement.map((statement, index) => toStatement(statement, `${owner}#${index}`));

/** The statements of a resource's policy; throws on a condition that cannot be evaluated. */
export const resourceStatements = (policy: ResourceDocument, owner: string): readonly ResourceStatement[] =>
  policy.Statement.map((statement, index) => ({
    ...toStatement(statement, `${owner}#${index}`),
    principals: statement.Principal,
  }));

const toStatement = (statement: IdentityDocument['Statement'][number], id: string): PolicyStatement => {
  const made: PolicyStatement = {
    id,
    sid: statement.Sid,
    effect: statement.Effect,
    actions: statement.Action,
    resources: statement.Resource,
    conditions: statement.Condition ?? {},
  };
  assertEvaluable(made);
  return made;
};

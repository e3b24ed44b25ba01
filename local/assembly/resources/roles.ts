import * as z from 'zod';
import type { Resource } from '../assembly-index.ts';
import type { LocalRole, PolicyStatement } from '../model.ts';
import { cannotRun, inert, parseProperties, Texts } from './parse-properties.ts';
import { IdentityDocument, identityStatements } from './policy-document.ts';

const TrustDocument = z.looseObject({
  Statement: z.array(
    z.looseObject({ Principal: z.union([z.literal('*'), z.looseObject({ Service: Texts.optional() })]) }),
  ),
});

const Trusting = z.looseObject({ AssumeRolePolicyDocument: TrustDocument });

const Role = z.strictObject({
  AssumeRolePolicyDocument: TrustDocument,
  ManagedPolicyArns: z.array(z.string()).default([]),
  Policies: z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: IdentityDocument })).default([]),
  RoleName: inert,
  Description: inert,
  Path: z.literal('/').optional(),
  MaxSessionDuration: inert,
  Tags: inert,
});

const Policy = z.strictObject({
  PolicyName: z.string(),
  PolicyDocument: IdentityDocument,
  Roles: z.array(z.string()),
});

const ManagedPolicy = z.strictObject({
  PolicyDocument: IdentityDocument,
  Roles: z.array(z.string()).default([]),
  ManagedPolicyName: inert,
  Description: inert,
  Path: z.literal('/').optional(),
});

/** Services that take on a role in the local stack; a role for none of them is never used here. */
const servicesRunHere = ['lambda.amazonaws.com', 'scheduler.amazonaws.com'];

/**
 * The one policy of AWS's own that is expanded here: AWSLambdaBasicExecutionRole,
 * version v1, as listed in the AWS Managed Policy Reference Guide.
 */
const awsManagedPolicies: Readonly<Record<string, IdentityDocument>> = {
  'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole': {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: ['*'],
      },
    ],
  },
};

export type Roles = {
  readonly roles: readonly LocalRole[];
  /** Roles that only services outside the local stack take on, and policies attached to those alone. */
  readonly unused: readonly Resource[];
};

/** Roles with the statements of every policy attached to them, whichever side attaches it. */
export const buildRoles = (resources: readonly Resource[]): Roles => {
  const ofType = (type: string): readonly Resource[] =>
    resources.filter((resource) => resource.type === type);
  const [used, unused] = partition(ofType('AWS::IAM::Role'), (role) =>
    trustedServicesOf(role).some((service) => servicesRunHere.includes(service)),
  );
  const unusedNames = unused.map(({ identity }) => identity.ref);
  const parsedPolicies = [...ofType('AWS::IAM::Policy'), ...ofType('AWS::IAM::ManagedPolicy')].map(
    (resource) => {
      const { Roles } = z
        .looseObject({ Roles: z.array(z.string()).default([]) })
        .parse(resource.properties());
      return { resource, isUnused: Roles.length > 0 && Roles.every((name) => unusedNames.includes(name)) };
    },
  );
  const policies = parsedPolicies
    .filter(({ isUnused }) => !isUnused)
    .map(({ resource }) => readPolicy(resource));
  return {
    roles: used.map((role) => buildRole(role, policies)),
    unused: [...unused, ...parsedPolicies.filter(({ isUnused }) => isUnused).map(({ resource }) => resource)],
  };
};

type AttachedPolicy = {
  readonly arn: string | undefined;
  readonly roleNames: readonly string[];
  readonly statements: readonly PolicyStatement[];
};

const readPolicy = (resource: Resource): AttachedPolicy => {
  const { Roles, PolicyDocument } =
    resource.type === 'AWS::IAM::Policy'
      ? parseProperties(resource, Policy)
      : parseProperties(resource, ManagedPolicy);
  return {
    arn: resource.identity.attributes.PolicyArn,
    roleNames: Roles,
    statements: identityStatements(PolicyDocument, resource.path),
  };
};

const buildRole = (resource: Resource, policies: readonly AttachedPolicy[]): LocalRole => {
  const { ManagedPolicyArns, Policies } = parseProperties(resource, Role);
  const attached = policies.filter(
    ({ arn, roleNames }) =>
      roleNames.includes(resource.identity.ref) || (arn !== undefined && ManagedPolicyArns.includes(arn)),
  );
  const foreign = ManagedPolicyArns.filter((arn) => !policies.some((policy) => policy.arn === arn));
  return {
    path: resource.path,
    arn: resource.identity.attributes.Arn ?? '',
    trustedServices: trustedServicesOf(resource),
    statements: [
      ...Policies.flatMap(({ PolicyName, PolicyDocument }) =>
        identityStatements(PolicyDocument, `${resource.path}/${PolicyName}`),
      ),
      ...foreign.flatMap((arn) => statementsOfAws(resource, arn)),
      ...attached.flatMap(({ statements }) => statements),
    ],
  };
};

const statementsOfAws = (role: Resource, arn: string): readonly PolicyStatement[] => {
  const policy = Object.hasOwn(awsManagedPolicies, arn) ? awsManagedPolicies[arn] : undefined;
  if (policy === undefined)
    throw cannotRun(role, `its managed policy ${arn} is AWS's own and is not known here`);
  return identityStatements(policy, `${role.path}/${arn.slice(arn.lastIndexOf('/') + 1)}`);
};

const trustedServicesOf = (role: Resource): readonly string[] => {
  const { AssumeRolePolicyDocument } = Trusting.parse(role.properties());
  return AssumeRolePolicyDocument.Statement.flatMap(({ Principal }) =>
    Principal === '*' ? [] : (Principal.Service ?? []),
  );
};

const partition = <T>(
  items: readonly T[],
  isFirst: (item: T) => boolean,
): readonly [readonly T[], readonly T[]] => [items.filter(isFirst), items.filter((item) => !isFirst(item))];

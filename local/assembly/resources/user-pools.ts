import * as z from 'zod';
import type { Resource } from '../assembly-index.ts';
import type { LocalClient, LocalUserPool } from '../model.ts';
import { cannotRun, inert, parseProperties } from './parse-properties.ts';

// People do not sign in to the local stack, so that of a pool only its triggers
// would make a difference: they change what a token says.
const UserPool = z.looseObject({
  LambdaConfig: z.never({ error: 'triggers of a user pool are not supported' }).optional(),
});

const ResourceServer = z.strictObject({
  Identifier: z.string(),
  UserPoolId: z.string(),
  Name: inert,
  Scopes: z.array(z.looseObject({ ScopeName: z.string() })).default([]),
});

const unitSeconds = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

const Client = z.strictObject({
  UserPoolId: z.string(),
  AllowedOAuthFlows: z.tuple([
    z.literal('client_credentials', { error: 'a client must use the client credentials flow alone' }),
  ]),
  AllowedOAuthFlowsUserPoolClient: z.literal(true),
  AllowedOAuthScopes: z.array(z.string()),
  GenerateSecret: z.literal(true),
  AccessTokenValidity: z.number().optional(),
  TokenValidityUnits: z
    .looseObject({ AccessToken: z.enum(['seconds', 'minutes', 'hours', 'days']).default('hours') })
    .default({ AccessToken: 'hours' }),
  ClientName: inert,
  EnableTokenRevocation: inert,
  ExplicitAuthFlows: inert,
  IdTokenValidity: inert,
  PreventUserExistenceErrors: inert,
  RefreshTokenValidity: inert,
  SupportedIdentityProviders: inert,
});

const Domain = z.looseObject({
  Domain: z.string(),
  UserPoolId: z.string(),
  CustomDomainConfig: z.unknown().optional(),
});

/** A user pool as an issuer of tokens, with its domain where Cognito gives it one. */
export const buildUserPool = (resource: Resource, domains: readonly Resource[]): LocalUserPool => {
  parseProperties(resource, UserPool);
  const domain = domains
    .map((made) => parseProperties(made, Domain))
    .find(
      ({ UserPoolId, CustomDomainConfig }) =>
        UserPoolId === resource.identity.ref && CustomDomainConfig === undefined,
    );
  return {
    path: resource.path,
    poolId: resource.identity.ref,
    issuer: resource.identity.attributes.ProviderURL ?? '',
    domainPrefix: domain?.Domain,
  };
};

/** `<identifier>/<scope>` of a resource server, with the pool it belongs to. */
export const scopesOfResourceServer = (
  resource: Resource,
): readonly { readonly poolId: string; readonly scope: string }[] => {
  const { Identifier, UserPoolId, Scopes } = parseProperties(resource, ResourceServer);
  return Scopes.map(({ ScopeName }) => ({ poolId: UserPoolId, scope: `${Identifier}/${ScopeName}` }));
};

/** A client that gets tokens with its own secret. Throws where it asks for a scope that no resource server of its pool has. */
export const buildClient = (
  resource: Resource,
  scopes: readonly { readonly poolId: string; readonly scope: string }[],
): LocalClient => {
  const { UserPoolId, AllowedOAuthScopes, AccessTokenValidity, TokenValidityUnits } = parseProperties(
    resource,
    Client,
  );
  const missing = AllowedOAuthScopes.find(
    (wanted) => !scopes.some(({ poolId, scope }) => poolId === UserPoolId && scope === wanted),
  );
  if (missing !== undefined)
    throw cannotRun(resource, `no resource server of its user pool has the scope ${missing}`);
  const validitySeconds = (AccessTokenValidity ?? 0) * unitSeconds[TokenValidityUnits.AccessToken];
  return {
    path: resource.path,
    clientId: resource.identity.ref,
    poolId: UserPoolId,
    scopes: AllowedOAuthScopes,
    // Without a validity Cognito's tokens last one hour.
    accessTokenValiditySeconds: validitySeconds === 0 ? 3600 : validitySeconds,
  };
};

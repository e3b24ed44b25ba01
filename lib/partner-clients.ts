import { Aws, Duration } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { ClientConfig, StageConfig } from './stage-config.ts';

/** What a token may be used for; a route names one of these. */
export const apiScope = {
  writeReferrals: 'tideline/referrals:write',
  writeEvents: 'tideline/events:write',
  writeScreenings: 'tideline/screening:write',
  writeFamilies: 'tideline/families:write',
  readPattern: 'tideline/pattern:read',
} as const;

/** The source system that the canary alone may write as; a stage cannot have one of that name. */
const canarySource = 'tideline-canary';

export type PartnerClientsProps = {
  readonly config: StageConfig;
  readonly pool: cognito.IUserPool;
};

/**
 * The systems that may call the partner API. Each has a secret of its own and
 * is bound, by the scopes in its token, to what it may do and which source
 * systems it may write as.
 */
export class PartnerClients extends Construct {
  readonly clients: ReadonlyMap<string, cognito.UserPoolClient>;
  /** The client of the canary, which is nobody's partner. */
  readonly canary: cognito.UserPoolClient;
  readonly tokenUrl: string;

  constructor(scope: Construct, id: string, { config, pool }: PartnerClientsProps) {
    super(scope, id);
    const servers = [
      new cognito.UserPoolResourceServer(this, 'Tideline', {
        userPool: pool,
        identifier: 'tideline',
        scopes: [
          { scopeName: 'referrals:write', scopeDescription: 'Record contacts and referrals' },
          { scopeName: 'events:write', scopeDescription: 'Record life events of families' },
          {
            scopeName: 'screening:write',
            scopeDescription: "Say what was decided on any source's referrals",
          },
          { scopeName: 'families:write', scopeDescription: 'Undo that families were joined' },
          { scopeName: 'pattern:read', scopeDescription: 'Read families, findings and alerts' },
        ].map((resourceScope) => new cognito.ResourceServerScope(resourceScope)),
      }),
      new cognito.UserPoolResourceServer(this, 'Source', {
        userPool: pool,
        identifier: 'source',
        scopes: [...config.sourceSystems.map(({ id: system }) => system), canarySource].map(
          (system) =>
            new cognito.ResourceServerScope({
              scopeName: system,
              scopeDescription: `Write as ${system}`,
            }),
        ),
      }),
    ];
    this.clients = new Map(
      config.clients.map((client) => {
        const made = this.addClient(pool, client);
        // The scopes are named by text, so the order in which things are made has to be said.
        made.node.addDependency(...servers);
        return [client.id, made];
      }),
    );
    this.canary = this.addClient(pool, {
      id: canarySource,
      scopes: ['referrals:write', 'pattern:read'],
      sources: [canarySource],
    });
    this.canary.node.addDependency(...servers);
    this.tokenUrl = this.addTokenEndpoint(pool, config.stage);
  }

  private addClient(pool: cognito.IUserPool, { id, scopes, sources }: ClientConfig): cognito.UserPoolClient {
    const names = [...scopes.map((name) => `tideline/${name}`), ...sources.map((name) => `source/${name}`)];
    return new cognito.UserPoolClient(this, id, {
      userPool: pool,
      generateSecret: true,
      // Stated, since Cognito would otherwise let people sign in through the client as well.
      authFlows: { user: false },
      supportedIdentityProviders: [],
      oAuth: {
        flows: { clientCredentials: true },
        scopes: names.map((name) => cognito.OAuthScope.custom(name)),
      },
      accessTokenValidity: Duration.minutes(60),
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
    });
  }

  /** A domain's name is unique in its region across all of AWS and cannot be generated, so it carries the account's number. */
  private addTokenEndpoint(pool: cognito.IUserPool, stage: string): string {
    const domain = new cognito.UserPoolDomain(this, 'Domain', {
      userPool: pool,
      cognitoDomain: { domainPrefix: `tideline-${stage}-${Aws.ACCOUNT_ID}` },
    });
    return `${domain.baseUrl()}/oauth2/token`;
  }
}

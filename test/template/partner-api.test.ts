import { describe, expect, it } from 'vitest';
import { canarySource } from '../../core/canary/canary-family.ts';
import { apiDocument } from '../support/api-document.ts';
import { routesOfDocument, routesOfTemplate, type TemplateOfRoutes } from '../support/documented-routes.ts';
import { resource, resourcesOf, stageNames, synthesize } from './synthesize.ts';

describe.each(stageNames)('the partner API of %s', (stage) => {
  const { service } = synthesize(stage);

  it('wants a token with the right scope on every route', () => {
    const routes = [...resourcesOf(service, 'AWS::ApiGatewayV2::Route').values()].map(
      ({ Properties }) => Properties,
    );
    expect(
      new Map(routes.map(({ RouteKey, AuthorizationScopes }) => [RouteKey, AuthorizationScopes])),
    ).toEqual(
      new Map<string, string[] | undefined>([
        ['POST /v1/referrals', ['tideline/referrals:write']],
        ['POST /v1/referrals/batch', ['tideline/referrals:write']],
        [
          'GET /v1/referrals',
          ['tideline/referrals:write', 'tideline/screening:write', 'tideline/pattern:read'],
        ],
        [
          'GET /v1/referrals/{id}',
          ['tideline/referrals:write', 'tideline/screening:write', 'tideline/pattern:read'],
        ],
        ['POST /v1/referrals/{id}/correction', ['tideline/referrals:write']],
        ['POST /v1/referrals/{id}/withdrawal', ['tideline/referrals:write']],
        ['POST /v1/referrals/{id}/annotations', ['tideline/referrals:write', 'tideline/screening:write']],
        ['PUT /v1/referrals/{id}/screening', ['tideline/screening:write']],
        ['POST /v1/families/{id}/events', ['tideline/events:write']],
        ['POST /v1/families/{id}/separation', ['tideline/families:write']],
        ['GET /v1/families', ['tideline/pattern:read']],
        ['GET /v1/families/{id}', ['tideline/pattern:read']],
        ['GET /v1/families/{id}/finding', ['tideline/pattern:read']],
        ['GET /v1/alerts', ['tideline/pattern:read']],
        ['GET /v1/alerts/{id}', ['tideline/pattern:read']],
        // Any token will do for these two.
        ['GET /v1/health', undefined],
        ['GET /v1/openapi.json', undefined],
      ]),
    );
    for (const { AuthorizationType, AuthorizerId } of routes) {
      expect(AuthorizationType).toBe('JWT');
      expect(AuthorizerId).toEqual({ Ref: expect.stringMatching(/^PartnerApiPartnerTokens/) });
    }
  });

  it('has the routes that its description tells of, and no other', () => {
    const routes = routesOfTemplate(service.toJSON() as TemplateOfRoutes);
    expect(routes).toEqual(routesOfDocument(apiDocument));
    expect(routes).toHaveLength(17);
    // An undescribed route would be noticed.
    expect(routesOfDocument({ paths: { ...apiDocument.paths, '/v1/planted': { get: {} } } })).not.toEqual(
      routes,
    );
  });

  it('trusts tokens of its own pool, issued to its own clients', () => {
    const { JwtConfiguration } = resource(service, 'AWS::ApiGatewayV2::Authorizer', 'PartnerApi').Properties;
    const clients = [...resourcesOf(service, 'AWS::Cognito::UserPoolClient').keys()];
    expect(JwtConfiguration.Audience).toEqual(clients.map((id) => ({ Ref: id })));
    expect(JwtConfiguration.Issuer['Fn::Join'][1]).toEqual([
      'https://cognito-idp.eu-west-2.amazonaws.com/',
      { 'Fn::ImportValue': expect.stringMatching(/ClientPool/) },
    ]);
  });

  it('throttles, and logs nothing that tells of a person', () => {
    expect(resourcesOf(service, 'AWS::ApiGatewayV2::Stage').size).toBe(1);
    const { DefaultRouteSettings, AccessLogSettings } = resource(
      service,
      'AWS::ApiGatewayV2::Stage',
      'PartnerApiStage',
    ).Properties;
    expect(DefaultRouteSettings.ThrottlingRateLimit).toBeGreaterThan(0);
    expect(DefaultRouteSettings.ThrottlingBurstLimit).toBeGreaterThan(0);
    const logged = Object.values(JSON.parse(AccessLogSettings.Format) as Record<string, string>);
    // A path holds a family's id, a query may hold anything, and an error's text may quote what was sent.
    const telling = /path|query|sourceIp|identity|userAgent|message|header|body|resourcePath/i;
    expect(logged.filter((variable) => telling.test(variable))).toEqual([]);
    expect(logged).toContain('$context.routeKey');
    expect(logged).toContain('$context.authorizer.claims.client_id');
  });

  it('throttles what costs more, or nobody needs often, by itself, on routes that are there before the stage', () => {
    const routes = resourcesOf(service, 'AWS::ApiGatewayV2::Route');
    const { Properties, DependsOn } = resource(service, 'AWS::ApiGatewayV2::Stage', 'PartnerApiStage');
    const settings = Properties.RouteSettings as Record<string, Record<string, number>>;
    expect(settings).toEqual({
      'POST /v1/referrals/batch': { ThrottlingRateLimit: 2, ThrottlingBurstLimit: 10 },
      'GET /v1/health': { ThrottlingRateLimit: 2, ThrottlingBurstLimit: 5 },
      'GET /v1/openapi.json': { ThrottlingRateLimit: 2, ThrottlingBurstLimit: 5 },
    });
    for (const key of Object.keys(settings)) {
      const [id] = [...routes].find(([, route]) => route.Properties.RouteKey === key) ?? [];
      expect(DependsOn, key).toContain(id);
    }
  });

  it('lets no page in a browser call it', () => {
    expect(
      resource(service, 'AWS::ApiGatewayV2::Api', 'PartnerApi').Properties.CorsConfiguration,
    ).toBeUndefined();
  });
});

const ofTheCanary = ['tideline/referrals:write', 'tideline/pattern:read', `source/${canarySource}`];
const ofTheAuthority = [
  'tideline/referrals:write',
  'tideline/events:write',
  'tideline/screening:write',
  'tideline/families:write',
  'tideline/pattern:read',
  'source/front-door',
];

describe('clients', () => {
  const clientsOf = (stage: 'dev' | 'prod') =>
    [...resourcesOf(synthesize(stage).service, 'AWS::Cognito::UserPoolClient').values()].map(
      ({ Properties }) => Properties,
    );

  it('are bound to what they may do and whom they may write as', () => {
    expect(clientsOf('dev').map(({ AllowedOAuthScopes }) => AllowedOAuthScopes)).toEqual([
      ofTheAuthority,
      ['tideline/referrals:write', 'source/schools-portal'],
      ['tideline/referrals:write', 'source/police-portal'],
      ofTheCanary,
    ]);
    expect(clientsOf('prod').map(({ AllowedOAuthScopes }) => AllowedOAuthScopes)).toEqual([
      ofTheAuthority,
      ofTheCanary,
    ]);
  });

  it.each(['events:write', 'screening:write', 'families:write', 'pattern:read'])(
    'of partners have no %s',
    (name) => {
      const sending = clientsOf('dev').filter(({ AllowedOAuthScopes }) =>
        AllowedOAuthScopes.includes(`tideline/${name}`),
      );
      // The canary, which is no partner, reads what has become of its own family.
      const readers = name === 'pattern:read' ? [`source/${canarySource}`] : [];
      expect(sending.map(({ AllowedOAuthScopes }) => AllowedOAuthScopes.at(-1))).toEqual([
        'source/front-door',
        ...readers,
      ]);
    },
  );

  it('are systems with a secret and never people', () => {
    const clients = [...clientsOf('dev'), ...clientsOf('prod')];
    for (const client of clients) {
      expect(client).toMatchObject({
        GenerateSecret: true,
        AllowedOAuthFlows: ['client_credentials'],
        ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
        AccessTokenValidity: 60,
      });
      expect(client.CallbackURLs).toBeUndefined();
    }
    expect(clients.length).toBe(6);
  });

  it('ask for scopes that exist', () => {
    const offered = [
      ...resourcesOf(synthesize('dev').service, 'AWS::Cognito::UserPoolResourceServer').values(),
    ].flatMap(({ Properties }) =>
      Properties.Scopes.map(
        ({ ScopeName }: { ScopeName: string }) => `${Properties.Identifier}/${ScopeName}`,
      ),
    );
    for (const { AllowedOAuthScopes } of clientsOf('dev'))
      expect(offered).toEqual(expect.arrayContaining(AllowedOAuthScopes));
    expect(offered).toHaveLength(9);
  });
});

describe('functions', () => {
  const functions = resourcesOf(synthesize('dev').service, 'AWS::Lambda::Function');

  it('run on the same runtime, with stated memory, time and log group', () => {
    for (const [id, { Properties }] of functions) {
      expect(Properties, id).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        MemorySize: 512,
      });
      // The canary waits for the others, and the roster may have hundreds of people.
      const longest = { CanarySendCanary: 300, RosterUpkeepReconcileRoster: 120 };
      const name = id.replace(/Function[0-9A-F]{8}$/, '');
      expect(Properties.Timeout, id).toBeLessThanOrEqual(longest[name as keyof typeof longest] ?? 60);
      expect(Properties.LoggingConfig.LogGroup, id).toEqual({ Ref: expect.stringMatching(/Logs/) });
    }
    expect(functions.size).toBe(24);
  });

  it('are told what they need and no more', () => {
    const variables = Object.fromEntries(
      [...functions].map(([id, { Properties }]) => [
        id.replace(/Function[0-9A-F]{8}$/, ''),
        Object.keys(Properties.Environment?.Variables ?? {}).sort(),
      ]),
    );
    expect(variables).toEqual({
      ApiSelfReadHealth: ['TABLE_NAME'],
      ApiSelfReadOpenApi: [],
      FamilyLinkingFindFamily: ['PSEUDONYM_KEY_ID', 'TABLE_NAME'],
      FamilyLinkingSeparateFamily: ['PSEUDONYM_KEY_ID', 'TABLE_NAME'],
      FrontDoorRecordReferral: ['POLICY', 'PSEUDONYM_KEY_ID', 'TABLE_NAME'],
      FrontDoorRecordReferrals: ['PSEUDONYM_KEY_ID', 'RECORDS_PER_MINUTE', 'TABLE_NAME'],
      ReferralRevisionsAnnotateReferral: ['PSEUDONYM_KEY_ID', 'TABLE_NAME'],
      ReferralRevisionsCorrectReferral: ['PSEUDONYM_KEY_ID', 'TABLE_NAME'],
      ReferralRevisionsReadReferral: ['PSEUDONYM_KEY_ID', 'TABLE_NAME'],
      ReferralRevisionsScreenReferral: ['PSEUDONYM_KEY_ID', 'TABLE_NAME'],
      ReferralRevisionsWithdrawReferral: ['PSEUDONYM_KEY_ID', 'TABLE_NAME'],
      FrontDoorRecordLifeEvent: ['PSEUDONYM_KEY_ID', 'TABLE_NAME'],
      PatternReadingReadFamily: ['TABLE_NAME'],
      PatternReadingReadFinding: ['POLICY', 'TABLE_NAME'],
      PatternReadingReadAlert: ['TABLE_NAME'],
      PatternReadingListAlerts: ['TABLE_NAME'],
      PatternDetectionExamineFamily: ['POLICY', 'TABLE_NAME'],
      AlertDeliverySendAlert: ['ROSTER', 'TABLE_NAME', 'TOPIC_ARN'],
      AlertLedgerKeepLedger: ['TABLE_NAME'],
      CanarySendCanary: ['API_URL', 'CLIENT_ID', 'TABLE_NAME', 'TOKEN_URL', 'USER_POOL_ID'],
      DueWorkSweep: ['TABLE_NAME'],
      MappingWatchWatchMappings: ['MAPPING_IDS', 'TABLE_NAME'],
      RosterUpkeepReconcileRoster: [
        'ROSTER',
        'TABLE_NAME',
        'TOPIC_ARN',
        'UNDELIVERED_EMAIL_ARN',
        'UNDELIVERED_SMS_ARN',
      ],
      ReconciliationReconcileAlerts: ['POLICY', 'TABLE_NAME'],
    });
  });
});

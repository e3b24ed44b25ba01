import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import * as apigateway from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IUserPool, IUserPoolClient } from 'aws-cdk-lib/aws-cognito';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { StageConfig } from './stage-config.ts';
import type { FunctionSettings, TidelineFunction } from './tideline-function.ts';

export type PartnerApiProps = {
  readonly config: StageConfig;
  readonly settings: FunctionSettings;
  readonly pool: IUserPool;
  readonly clients: readonly IUserPoolClient[];
};

export type Route = {
  readonly method: apigateway.HttpMethod;
  readonly path: string;
  readonly target: TidelineFunction;
  /** Scopes of which a token must hold one; any token will do where there is none. */
  readonly scopes: readonly string[];
  /** What the route takes from everyone together; as much as every other where it is not said. */
  readonly throttle?: { readonly ratePerSecond: number; readonly burst: number };
};

/**
 * Nothing that could tell of a person: no path, since it holds a family's id,
 * no query, no address of the caller, no text of an error.
 */
const accessLogFields = {
  requestId: '$context.requestId',
  requestTime: '$context.requestTime',
  routeKey: '$context.routeKey',
  status: '$context.status',
  errorType: '$context.error.responseType',
  integrationStatus: '$context.integrationStatus',
  responseLength: '$context.responseLength',
  responseLatencyMs: '$context.responseLatency',
  clientId: '$context.authorizer.claims.client_id',
};

/** The HTTP API for partners' systems. Every route wants a token with its scope. */
export class PartnerApi extends Construct {
  readonly api: apigateway.HttpApi;
  readonly url: string;
  readonly accessLog: logs.LogGroup;
  readonly #stage: apigateway.HttpStage;

  constructor(scope: Construct, id: string, { config, settings, pool, clients }: PartnerApiProps) {
    super(scope, id);
    this.api = new apigateway.HttpApi(this, 'Api', {
      // A label for people, which need not be unique.
      apiName: `Tideline ${config.stage} partner API`,
      description: 'Tideline: referrals and life events in, families, findings and alerts out',
      createDefaultStage: false,
      defaultAuthorizer: new HttpUserPoolAuthorizer('PartnerTokens', pool, {
        userPoolClients: [...clients],
        userPoolRegion: config.region,
      }),
    });
    this.accessLog = new logs.LogGroup(this, 'AccessLog', {
      encryptionKey: settings.logKey,
      retention: settings.logRetentionDays,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.#stage = new apigateway.HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: config.throttle.ratePerSecond, burstLimit: config.throttle.burst },
      accessLogSettings: {
        destination: new apigateway.LogGroupLogDestination(this.accessLog),
        format: AccessLogFormat.custom(JSON.stringify(accessLogFields)),
      },
    });
    this.url = this.#stage.url;
  }

  addRoute(id: string, { method, path, target, scopes, throttle }: Route): void {
    const routes = this.api.addRoutes({
      methods: [method],
      path,
      integration: new HttpLambdaIntegration(id, target.function),
      authorizationScopes: [...scopes],
    });
    if (throttle === undefined) return;
    const stage = this.#stage.node.defaultChild as apigateway.CfnStage;
    stage.routeSettings = {
      ...stage.routeSettings,
      [`${method} ${path}`]: {
        ThrottlingRateLimit: throttle.ratePerSecond,
        ThrottlingBurstLimit: throttle.burst,
      },
    };
    // API Gateway looks the routes up when the stage is made.
    this.#stage.node.addDependency(...routes);
  }
}

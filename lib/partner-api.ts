import { Duration, RemovalPolicy } from 'aws-cdk-lib';
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
  /** Scope that a token must hold. */
  readonly scope: string;
};

/** How long a function behind the API may take; API Gateway itself gives up at 30 seconds. */
export const apiTimeout = Duration.seconds(15);

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
    const accessLog = new logs.LogGroup(this, 'AccessLog', {
      encryptionKey: settings.logKey,
      retention: settings.logRetentionDays,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const stage = new apigateway.HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: config.throttle.ratePerSecond, burstLimit: config.throttle.burst },
      accessLogSettings: {
        destination: new apigateway.LogGroupLogDestination(accessLog),
        format: AccessLogFormat.custom(JSON.stringify(accessLogFields)),
      },
    });
    this.url = stage.url;
  }

  addRoute(id: string, { method, path, target, scope }: Route): void {
    this.api.addRoutes({
      methods: [method],
      path,
      integration: new HttpLambdaIntegration(id, target.function),
      authorizationScopes: [scope],
    });
  }
}

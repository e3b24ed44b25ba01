import * as z from 'zod';
import { unknownVariables } from '../../watch/access-log.ts';
import type { Resource } from '../assembly-index.ts';
import type { LocalAuthorizer, LocalFunction, LocalHttpApi, LocalRoute } from '../model.ts';
import { functionArnOf } from './functions.ts';
import { cannotRun, inert, parseProperties } from './parse-properties.ts';
import { DefaultRouteSettings, RouteSettings } from './route-throttles.ts';

const Api = z.strictObject({
  Name: z.string(),
  ProtocolType: z.literal('HTTP'),
  Description: inert,
  DisableExecuteApiEndpoint: z.literal(false).optional(),
  IpAddressType: inert,
  Tags: inert,
});

const AccessLog = z.strictObject({
  DestinationArn: z.string(),
  Format: z.string().refine((format) => unknownVariables(format).length === 0, {
    error: ({ input }) => `unsupported variables ${unknownVariables(String(input)).join(', ')}`,
  }),
});

const Stage = z.strictObject({
  ApiId: z.string(),
  StageName: z.string(),
  AutoDeploy: z.literal(true, { error: 'a stage must deploy by itself' }),
  AccessLogSettings: AccessLog.optional(),
  DefaultRouteSettings: DefaultRouteSettings.optional(),
  RouteSettings: RouteSettings.default({}),
  Description: inert,
  Tags: inert,
});

const Route = z.strictObject({
  ApiId: z.string(),
  RouteKey: z.string(),
  Target: z.string(),
  AuthorizationType: z.enum(['JWT', 'NONE']).default('NONE'),
  AuthorizerId: z.string().optional(),
  AuthorizationScopes: z.array(z.string()).default([]),
  OperationName: inert,
});

const Integration = z.strictObject({
  ApiId: z.string(),
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0'),
  IntegrationMethod: inert,
  Description: inert,
});

const Authorizer = z.strictObject({
  ApiId: z.string(),
  AuthorizerType: z.literal('JWT'),
  IdentitySource: z.tuple([z.literal('$request.header.Authorization')]),
  JwtConfiguration: z.strictObject({ Issuer: z.string(), Audience: z.array(z.string()).default([]) }),
  Name: inert,
});

/** The HTTP APIs of an assembly, each with its one stage and its routes to functions. */
export const buildHttpApis = (
  resources: readonly Resource[],
  functions: readonly LocalFunction[],
): readonly LocalHttpApi[] => {
  const ofType = (name: string): readonly Resource[] =>
    resources.filter(({ type }) => type === `AWS::ApiGatewayV2::${name}`);
  const authorizers = new Map(
    ofType('Authorizer').map((resource) => [resource.identity.ref, readAuthorizer(resource)]),
  );
  const integrations = new Map(
    ofType('Integration').map((resource) => [resource.identity.ref, readIntegration(resource, functions)]),
  );
  const stages = ofType('Stage').map((resource) => ({ resource, ...parseProperties(resource, Stage) }));
  const routes = ofType('Route').map((resource) => readRoute(resource, authorizers, integrations));

  return ofType('Api').map((resource) => {
    const { Name } = parseProperties(resource, Api);
    const apiId = resource.identity.ref;
    const [stage, ...others] = stages.filter(({ ApiId }) => ApiId === apiId);
    if (stage === undefined || others.length > 0)
      throw cannotRun(resource, 'an HTTP API must have one stage');
    return {
      path: resource.path,
      apiId,
      name: Name,
      stageName: stage.StageName,
      accessLog: stage.AccessLogSettings && {
        logGroupArn: stage.AccessLogSettings.DestinationArn,
        format: stage.AccessLogSettings.Format,
      },
      routes: throttled(
        stage,
        routes.filter((route) => route.apiId === apiId),
      ),
    };
  });
};

type KeyedRoute = {
  readonly apiId: string;
  readonly routeKey: string;
  readonly route: Omit<LocalRoute, 'throttle'>;
};

/** Routes with the limits of their stage, those of a route in place of the default. API Gateway refuses settings of a route that it cannot find. */
const throttled = (
  stage: z.infer<typeof Stage> & { readonly resource: Resource },
  routes: readonly KeyedRoute[],
): readonly LocalRoute[] => {
  const own = new Map(Object.entries(stage.RouteSettings));
  for (const key of own.keys()) {
    if (routes.some(({ routeKey }) => routeKey === key)) continue;
    throw cannotRun(stage.resource, `its RouteSettings name ${key}, which is no route of the API`);
  }
  return routes.map(({ routeKey, route }) => ({
    ...route,
    throttle: own.get(routeKey) ?? stage.DefaultRouteSettings,
  }));
};

const readAuthorizer = (resource: Resource): LocalAuthorizer => {
  const { JwtConfiguration } = parseProperties(resource, Authorizer);
  return { issuer: JwtConfiguration.Issuer, audiences: JwtConfiguration.Audience };
};

/** Arn of the function behind an integration, which may be named in API Gateway's own form. */
const readIntegration = (resource: Resource, functions: readonly LocalFunction[]): string => {
  const { IntegrationUri } = parseProperties(resource, Integration);
  const [, inner = IntegrationUri] =
    /:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/.exec(IntegrationUri) ?? [];
  return functionArnOf(resource, inner, functions);
};

const readRoute = (
  resource: Resource,
  authorizers: ReadonlyMap<string, LocalAuthorizer>,
  integrations: ReadonlyMap<string, string>,
): KeyedRoute => {
  const properties = parseProperties(resource, Route);
  const functionArn = integrations.get(properties.Target.replace(/^integrations\//, ''));
  if (functionArn === undefined)
    throw cannotRun(resource, `its target ${properties.Target} is no integration of the assembly`);
  const authorizer =
    properties.AuthorizationType === 'JWT' ? authorizers.get(properties.AuthorizerId ?? '') : undefined;
  if (properties.AuthorizationType === 'JWT' && authorizer === undefined) {
    throw cannotRun(resource, 'its authorizer is not in the assembly');
  }
  const [method = 'ANY', template = '$default'] =
    properties.RouteKey === '$default' ? [] : properties.RouteKey.split(' ');
  return {
    apiId: properties.ApiId,
    routeKey: properties.RouteKey,
    route: {
      path: resource.path,
      method,
      template,
      functionArn,
      authorizer,
      scopes: properties.AuthorizationScopes,
    },
  };
};

/** One request to an HTTP API and its answer, as far as an access log tells of it. */
export type AccessLogRecord = {
  readonly requestId: string;
  readonly apiId: string;
  readonly stage: string;
  readonly at: Date;
  readonly httpMethod: string;
  readonly protocol: string;
  readonly path: string;
  readonly sourceIp: string;
  readonly status: number;
  readonly responseLength: number;
  readonly responseLatency: number;
  /** Undefined where no route was found. */
  readonly routeKey: string | undefined;
  /** Whether the function answered; an answer of API Gateway's own otherwise. */
  readonly isOfFunction: boolean;
  readonly claims: Readonly<Record<string, string>>;
};

const responseTypes: Readonly<Record<number, string>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'ACCESS_DENIED',
  404: 'RESOURCE_NOT_FOUND',
  413: 'REQUEST_TOO_LARGE',
  429: 'THROTTLED',
  500: 'INTEGRATION_FAILURE',
  503: 'INTEGRATION_TIMEOUT',
};

type Variable = (record: AccessLogRecord) => string | number | undefined;

const variables: Readonly<Record<string, Variable>> = {
  apiId: ({ apiId }) => apiId,
  stage: ({ stage }) => stage,
  requestId: ({ requestId }) => requestId,
  extendedRequestId: ({ requestId }) => requestId,
  requestTime: ({ at }) => at.toISOString(),
  requestTimeEpoch: ({ at }) => at.getTime(),
  httpMethod: ({ httpMethod }) => httpMethod,
  protocol: ({ protocol }) => protocol,
  path: ({ path }) => path,
  'identity.sourceIp': ({ sourceIp }) => sourceIp,
  routeKey: ({ routeKey }) => routeKey,
  status: ({ status }) => status,
  responseLength: ({ responseLength }) => responseLength,
  responseLatency: ({ responseLatency }) => responseLatency,
  integrationLatency: ({ responseLatency, isOfFunction }) => (isOfFunction ? responseLatency : undefined),
  integrationStatus: ({ isOfFunction }) => (isOfFunction ? 200 : undefined),
  'error.responseType': ({ status, isOfFunction }) => (isOfFunction ? undefined : responseTypes[status]),
};

const claim = 'authorizer.claims.';
const variable = /\$context\.([A-Za-z0-9_.]+)/g;

/** The variables of a format that are not known here. */
export function unknownVariables(format: string): readonly string[] {
  return [...format.matchAll(variable)]
    .map(([, name = '']) => name)
    .filter((name) => !Object.hasOwn(variables, name) && !name.startsWith(claim));
}

/**
 * The line that the access log of a stage gets, in its format (API Gateway
 * Developer Guide, "Customize HTTP API access logs"). A variable without a value
 * is a dash.
 */
export function accessLogLine(format: string, record: AccessLogRecord): string {
  return format.replace(variable, (_whole, name: string) => {
    const value = name.startsWith(claim)
      ? record.claims[name.slice(claim.length)]
      : variables[name]?.(record);
    return JSON.stringify(String(value ?? '-')).slice(1, -1);
  });
}

/** An answer that API Gateway gives by itself, to the byte. */
export type OwnAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

const json = { 'content-type': 'application/json' };

/**
 * Every answer of an HTTP API that comes from no function. Each has an
 * `apigw-requestid` besides; none says when to come again.
 *
 * What AWS publishes: the statuses, the bodies of 401 and 500, and one whole 401,
 * of a token for another audience, which has no content type (API Gateway
 * Developer Guide, "Troubleshooting issues with HTTP API JWT authorizers" and
 * "... with HTTP API Lambda integrations"). What it says of other tokens is not
 * published, so they are told no more than the scheme. The other bodies are as
 * seen in answers of HTTP APIs.
 */
export const ownAnswers = {
  'bad-request': { status: 400, headers: json, body: '{"message":"Bad Request"}' },
  unauthorized: {
    status: 401,
    headers: { 'www-authenticate': 'Bearer' },
    body: '{"message":"Unauthorized"}',
  },
  'wrong-audience': {
    status: 401,
    headers: {
      'www-authenticate':
        'Bearer scope="" error="invalid_token" error_description="the token does not have a valid audience"',
    },
    body: '{"message":"Unauthorized"}',
  },
  forbidden: { status: 403, headers: json, body: '{"message":"Forbidden"}' },
  'not-found': { status: 404, headers: json, body: '{"message":"Not Found"}' },
  'too-large': { status: 413, headers: json, body: '{"message":"Request Entity Too Large"}' },
  'too-many-requests': { status: 429, headers: json, body: '{"message":"Too Many Requests"}' },
  failed: { status: 500, headers: json, body: '{"message":"Internal Server Error"}' },
  unavailable: { status: 503, headers: json, body: '{"message":"Service Unavailable"}' },
} as const satisfies Readonly<Record<string, OwnAnswer>>;

import { describe, expect, it } from 'vitest';
import { accessLogLine, unknownVariables } from '../../local/watch/access-log.ts';

const record = {
  requestId: 'request-1',
  apiId: 'api123',
  stage: '$default',
  at: new Date('2031-03-02T08:30:00Z'),
  httpMethod: 'POST',
  protocol: 'HTTP/1.1',
  path: '/parcels',
  sourceIp: '127.0.0.1',
  status: 201,
  responseLength: 12,
  responseLatency: 5,
  routeKey: 'POST /parcels',
  isOfFunction: true,
  claims: { client_id: 'courier' },
};

const format = JSON.stringify({
  status: '$context.status',
  route: '$context.routeKey',
  client: '$context.authorizer.claims.client_id',
  error: '$context.error.responseType',
  ofFunction: '$context.integrationStatus',
});

describe('a line of an access log', () => {
  it('has the values of its variables', () => {
    expect(JSON.parse(accessLogLine(format, record))).toEqual({
      status: '201',
      route: 'POST /parcels',
      client: 'courier',
      error: '-',
      ofFunction: '200',
    });
  });

  it('has a dash where there is no value', () => {
    const refused = { ...record, status: 401, isOfFunction: false, routeKey: undefined, claims: {} };
    expect(JSON.parse(accessLogLine(format, refused))).toEqual({
      status: '401',
      route: '-',
      client: '-',
      error: 'UNAUTHORIZED',
      ofFunction: '-',
    });
  });

  it('stays JSON whatever a value holds', () => {
    const odd = { ...record, claims: { client_id: 'a"b\\c' } };
    expect(JSON.parse(accessLogLine(format, odd)).client).toBe('a"b\\c');
  });

  it('tells which variables are not known', () => {
    expect(unknownVariables(`${format} $context.awsEndpointRequestId $context.colour`)).toEqual([
      'awsEndpointRequestId',
      'colour',
    ]);
  });
});

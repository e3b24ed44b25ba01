import { describe, expect, it } from 'vitest';
import { matchRoute } from '../../local/http/match-route.ts';
import { aRoute } from './local-builders.ts';

const routes = [
  'GET /parcels',
  'POST /parcels',
  'GET /parcels/{id}',
  'GET /parcels/lost',
  'ANY /parcels/{id}',
  'GET /parcels/{id}/scans/{scan}',
  'GET /files/{rest+}',
  'GET /files/{name}',
].map((key) => aRoute(key));

const match = (method: string, path: string) => {
  const found = matchRoute(routes, method, path);
  return found === undefined
    ? undefined
    : [`${found.route.method} ${found.route.template}`, found.pathParameters];
};

describe('the route of a request', () => {
  it.each<[string, string, unknown]>([
    ['GET', '/parcels', ['GET /parcels', {}]],
    ['POST', '/parcels', ['POST /parcels', {}]],
    ['GET', '/parcels/7', ['GET /parcels/{id}', { id: '7' }]],
    ['PUT', '/parcels/7', ['ANY /parcels/{id}', { id: '7' }]],
    ['GET', '/parcels/lost', ['GET /parcels/lost', {}]],
    ['PUT', '/parcels/lost', ['ANY /parcels/{id}', { id: 'lost' }]],
    ['GET', '/parcels/7/scans/1', ['GET /parcels/{id}/scans/{scan}', { id: '7', scan: '1' }]],
    ['GET', '/parcels/a%2Fb%20c', ['GET /parcels/{id}', { id: 'a/b c' }]],
    ['GET', '/files/a', ['GET /files/{name}', { name: 'a' }]],
    ['GET', '/files/a/b', ['GET /files/{rest+}', { rest: 'a/b' }]],
    ['DELETE', '/parcels', undefined],
    ['GET', '/', undefined],
    ['GET', '/parcels/', undefined],
    ['GET', '/parcels/7/scans', undefined],
    ['GET', '/PARCELS', undefined],
    ['GET', '/files/', undefined],
  ])('%s %s', (method, path, expected) => {
    expect(match(method, path)).toEqual(expected);
  });

  it('falls back to $default', () => {
    const fallback = aRoute('ANY $default');
    expect(matchRoute([...routes, fallback], 'GET', '/nowhere')?.route).toBe(fallback);
    expect(matchRoute([...routes, fallback], 'GET', '/parcels')?.route.template).toBe('/parcels');
  });
});

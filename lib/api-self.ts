import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { partitionPrefix } from '../functions/adapters/dynamodb/table-keys.ts';
import { type ApiSurroundings, addApiFunction } from './api-function.ts';

/** Each call stores something: a client that asks more often learns nothing more. */
const healthThrottle = { ratePerSecond: 2, burst: 5 };

/** What the API says of itself: whether it can store, and what it takes. Any client may ask. */
export class ApiSelf extends Construct {
  constructor(scope: Construct, id: string, props: ApiSurroundings) {
    super(scope, id);
    addApiFunction(this, props, {
      id: 'ReadHealth',
      entry: 'read-health',
      routes: [{ method: HttpMethod.GET, path: '/v1/health', scopes: [], throttle: healthThrottle }],
      access: [{ sid: 'StoreToSee', action: 'dynamodb:PutItem', prefixes: [partitionPrefix.probe] }],
    });
    addApiFunction(this, props, {
      id: 'ReadOpenApi',
      entry: 'read-openapi',
      routes: [{ method: HttpMethod.GET, path: '/v1/openapi.json', scopes: [], throttle: healthThrottle }],
      access: [],
    });
  }
}

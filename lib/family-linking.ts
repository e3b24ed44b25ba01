import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { partitionPrefix } from '../functions/adapters/dynamodb/table-keys.ts';
import { type ApiSurroundings, addApiFunction } from './api-function.ts';
import { apiScope } from './partner-clients.ts';

const { timeline, family } = partitionPrefix;

/** Says which family a source means, and undoes that timelines were joined to one. */
export class FamilyLinking extends Construct {
  constructor(scope: Construct, id: string, props: ApiSurroundings) {
    super(scope, id);
    addApiFunction(this, props, {
      id: 'FindFamily',
      entry: 'find-family',
      routes: [{ method: HttpMethod.GET, path: '/v1/families', scopes: [apiScope.readPattern] }],
      access: [{ sid: 'FindTheFamily', action: 'dynamodb:BatchGetItem', prefixes: [timeline] }],
      makesPseudonyms: true,
    });
    addApiFunction(this, props, {
      id: 'SeparateFamily',
      entry: 'separate-family',
      routes: [
        {
          method: HttpMethod.POST,
          path: '/v1/families/{id}/separation',
          scopes: [apiScope.writeFamilies],
        },
      ],
      access: [
        { sid: 'ReadFamilies', action: 'dynamodb:GetItem', prefixes: [family] },
        { sid: 'ReadWhatWasSeparated', action: 'dynamodb:Query', prefixes: [family] },
        { sid: 'SeparateFamilies', action: 'dynamodb:PutItem', prefixes: [family] },
        { sid: 'MoveTimelines', action: 'dynamodb:UpdateItem', prefixes: [timeline] },
      ],
      makesPseudonyms: true,
    });
  }
}

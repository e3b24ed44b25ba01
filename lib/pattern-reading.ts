import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { partitionPrefix } from '../functions/adapters/dynamodb/table-keys.ts';
import { type ApiSurroundings, addApiFunction } from './api-function.ts';
import { apiScope } from './partner-clients.ts';
import type { StageConfig } from './stage-config.ts';
import type { ItemAccess, TidelineFunction } from './tideline-function.ts';

export type PatternReadingProps = ApiSurroundings & { readonly config: StageConfig };

const { family, timeline, alert, policy } = partitionPrefix;

const readTheAlert: ItemAccess = { sid: 'ReadTheAlert', action: 'dynamodb:GetItem', prefixes: [alert] };

/** Shows a family, what is found of it, and alerts. Nothing here can write. */
export class PatternReading extends Construct {
  constructor(scope: Construct, id: string, props: PatternReadingProps) {
    super(scope, id);
    this.addReader(props, 'ReadFamily', 'read-family', '/v1/families/{id}', [
      { sid: 'ReadTheFamily', action: 'dynamodb:GetItem', prefixes: [family] },
      { sid: 'ReadTimelinesAndJoins', action: 'dynamodb:Query', prefixes: [timeline, family] },
    ]);
    const readFinding = this.addReader(props, 'ReadFinding', 'read-finding', '/v1/families/{id}/finding', [
      { sid: 'ReadTheFamilyAndPolicy', action: 'dynamodb:GetItem', prefixes: [family, policy] },
      { sid: 'ReadItsTimelines', action: 'dynamodb:Query', prefixes: [timeline] },
    ]);
    readFinding.setEnvironment('POLICY', props.config.policy);
    this.addReader(props, 'ReadAlert', 'read-alert', '/v1/alerts/{id}', [readTheAlert]);
    const listAlerts = this.addReader(props, 'ListAlerts', 'list-alerts', '/v1/alerts', [readTheAlert]);
    // The index holds keys of alerts and nothing else, so there is no key to narrow this by.
    listAlerts.allow({
      sid: 'FindAlertsByState',
      actions: ['dynamodb:Query'],
      resources: [props.records.byStateIndexArn],
    });
  }

  private addReader(
    props: ApiSurroundings,
    id: string,
    entry: string,
    path: string,
    access: readonly ItemAccess[],
  ): TidelineFunction {
    return addApiFunction(this, props, {
      id,
      entry,
      routes: [{ method: HttpMethod.GET, path, scopes: [apiScope.readPattern] }],
      access,
    });
  }
}

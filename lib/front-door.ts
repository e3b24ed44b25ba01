import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { partitionPrefix } from '../functions/adapters/dynamodb/table-keys.ts';
import { apiTimeout, type PartnerApi } from './partner-api.ts';
import { apiScope } from './partner-clients.ts';
import type { RecordTable } from './record-table.ts';
import { type FunctionSettings, TidelineFunction } from './tideline-function.ts';

export type FrontDoorProps = {
  readonly api: PartnerApi;
  readonly settings: FunctionSettings;
  readonly records: RecordTable;
  readonly pseudonymKey: IKey;
};

/** Takes a contact or referral and answers once it is durable. */
export class FrontDoor extends Construct {
  readonly recordReferral: TidelineFunction;

  constructor(scope: Construct, id: string, { api, settings, records, pseudonymKey }: FrontDoorProps) {
    super(scope, id);
    const { source, timeline, identifier, family } = partitionPrefix;
    this.recordReferral = new TidelineFunction(this, 'RecordReferral', {
      entry: 'record-referral',
      settings,
      timeout: apiTimeout,
    });
    this.recordReferral.bindTable(records, [
      { sid: 'FindFamilyByIdentifier', action: 'dynamodb:GetItem', prefixes: [identifier] },
      {
        sid: 'RecordTheReferral',
        action: 'dynamodb:PutItem',
        prefixes: [source, timeline, identifier, family],
      },
    ]);
    this.recordReferral.setEnvironment('PSEUDONYM_KEY_ID', pseudonymKey.keyId);
    this.recordReferral.allow({
      sid: 'MakePseudonyms',
      actions: ['kms:GenerateMac'],
      resources: [pseudonymKey.keyArn],
    });
    api.addRoute('RecordReferral', {
      method: HttpMethod.POST,
      path: '/v1/referrals',
      target: this.recordReferral,
      scope: apiScope.writeReferrals,
    });
  }
}

import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { partitionPrefix } from '../functions/adapters/dynamodb/table-keys.ts';
import { apiTimeout, type PartnerApi } from './partner-api.ts';
import { apiScope } from './partner-clients.ts';
import type { RecordTable } from './record-table.ts';
import { type FunctionSettings, type ItemAccess, TidelineFunction } from './tideline-function.ts';

export type FrontDoorProps = {
  readonly api: PartnerApi;
  readonly settings: FunctionSettings;
  readonly records: RecordTable;
  readonly pseudonymKey: IKey;
};

/** Takes contacts, referrals and life events, and answers once each is durable. */
export class FrontDoor extends Construct {
  readonly recordReferral: TidelineFunction;
  readonly recordLifeEvent: TidelineFunction;

  constructor(scope: Construct, id: string, props: FrontDoorProps) {
    super(scope, id);
    const { source, timeline, identifier, family } = partitionPrefix;
    this.recordReferral = this.addRecorder(props, {
      id: 'RecordReferral',
      entry: 'record-referral',
      path: '/v1/referrals',
      scope: apiScope.writeReferrals,
      access: [
        { sid: 'FindFamilyByIdentifier', action: 'dynamodb:GetItem', prefixes: [identifier] },
        {
          sid: 'RecordTheReferral',
          action: 'dynamodb:PutItem',
          prefixes: [source, timeline, identifier, family],
        },
      ],
    });
    this.recordLifeEvent = this.addRecorder(props, {
      id: 'RecordLifeEvent',
      entry: 'record-life-event',
      path: '/v1/families/{id}/events',
      scope: apiScope.writeEvents,
      access: [
        { sid: 'FindItsTimelines', action: 'dynamodb:GetItem', prefixes: [family] },
        { sid: 'RecordTheLifeEvent', action: 'dynamodb:PutItem', prefixes: [source, timeline] },
      ],
    });
  }

  private addRecorder(
    { api, settings, records, pseudonymKey }: FrontDoorProps,
    recorder: Recorder,
  ): TidelineFunction {
    const target = new TidelineFunction(this, recorder.id, {
      entry: recorder.entry,
      settings,
      timeout: apiTimeout,
    });
    target.bindTable(records, recorder.access);
    target.setEnvironment('PSEUDONYM_KEY_ID', pseudonymKey.keyId);
    target.allow({
      sid: 'MakePseudonyms',
      actions: ['kms:GenerateMac'],
      resources: [pseudonymKey.keyArn],
    });
    api.addRoute(recorder.id, {
      method: HttpMethod.POST,
      path: recorder.path,
      target,
      scope: recorder.scope,
    });
    return target;
  }
}

type Recorder = {
  readonly id: string;
  readonly entry: string;
  readonly path: string;
  readonly scope: string;
  readonly access: readonly ItemAccess[];
};

import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { partitionPrefix } from '../functions/adapters/dynamodb/table-keys.ts';
import { apiTimeout, type PartnerApi } from './partner-api.ts';
import { apiScope } from './partner-clients.ts';
import type { RecordTable } from './record-table.ts';
import type { StageConfig } from './stage-config.ts';
import { type FunctionSettings, type ItemAccess, TidelineFunction } from './tideline-function.ts';

export type PatternReadingProps = {
  readonly api: PartnerApi;
  readonly config: StageConfig;
  readonly settings: FunctionSettings;
  readonly records: RecordTable;
};

const readFamilyAndTimelines: readonly ItemAccess[] = [
  { sid: 'ReadTheFamily', action: 'dynamodb:GetItem', prefixes: [partitionPrefix.family] },
  { sid: 'ReadItsTimelines', action: 'dynamodb:Query', prefixes: [partitionPrefix.timeline] },
];

/** Shows a family, what is found of it, and an alert. Nothing here can write. */
export class PatternReading extends Construct {
  readonly readFamily: TidelineFunction;
  readonly readFinding: TidelineFunction;
  readonly readAlert: TidelineFunction;

  constructor(scope: Construct, id: string, props: PatternReadingProps) {
    super(scope, id);
    this.readFamily = this.addReader(props, {
      id: 'ReadFamily',
      entry: 'read-family',
      path: '/v1/families/{id}',
      access: readFamilyAndTimelines,
    });
    this.readFinding = this.addReader(props, {
      id: 'ReadFinding',
      entry: 'read-finding',
      path: '/v1/families/{id}/finding',
      access: readFamilyAndTimelines,
    });
    this.readFinding.setEnvironment('POLICY', props.config.policy);
    this.readAlert = this.addReader(props, {
      id: 'ReadAlert',
      entry: 'read-alert',
      path: '/v1/alerts/{id}',
      access: [{ sid: 'ReadTheAlert', action: 'dynamodb:GetItem', prefixes: [partitionPrefix.alert] }],
    });
  }

  private addReader({ api, settings, records }: PatternReadingProps, reader: Reader): TidelineFunction {
    const target = new TidelineFunction(this, reader.id, {
      entry: reader.entry,
      settings,
      timeout: apiTimeout,
    });
    target.bindTable(records, reader.access);
    api.addRoute(reader.id, {
      method: HttpMethod.GET,
      path: reader.path,
      target,
      scope: apiScope.readPattern,
    });
    return target;
  }
}

type Reader = {
  readonly id: string;
  readonly entry: string;
  readonly path: string;
  readonly access: readonly ItemAccess[];
};

import { Duration } from 'aws-cdk-lib';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { partitionPrefix } from '../functions/adapters/dynamodb/table-keys.ts';
import { type ApiSurroundings, addApiFunction } from './api-function.ts';
import { apiScope } from './partner-clients.ts';
import type { StageConfig } from './stage-config.ts';
import type { ItemAccess, TidelineFunction } from './tideline-function.ts';

export type FrontDoorProps = ApiSurroundings & { readonly config: StageConfig };

const { source, timeline, identifier, family, alert, rateLimit, policy } = partitionPrefix;

/** Recording one referral: its families are looked up, joined where it calls for that, and written with it. */
const recordAndJoin = (...alsoRead: readonly string[]): readonly ItemAccess[] => [
  { sid: 'FindFamilies', action: 'dynamodb:BatchGetItem', prefixes: [timeline, identifier] },
  { sid: 'ReadWhatIsJoined', action: 'dynamodb:GetItem', prefixes: [source, family, alert, ...alsoRead] },
  {
    sid: 'RecordTheReferral',
    action: 'dynamodb:PutItem',
    prefixes: [source, timeline, identifier, family, alert],
  },
];

/** Takes contacts, referrals and life events, and answers once each is durable. */
export class FrontDoor extends Construct {
  readonly recordReferral: TidelineFunction;
  readonly recordReferrals: TidelineFunction;
  readonly recordLifeEvent: TidelineFunction;

  constructor(scope: Construct, id: string, props: FrontDoorProps) {
    super(scope, id);
    const { config } = props;
    this.recordReferral = addApiFunction(this, props, {
      id: 'RecordReferral',
      entry: 'record-referral',
      routes: [{ method: HttpMethod.POST, path: '/v1/referrals', scopes: [apiScope.writeReferrals] }],
      access: [
        ...recordAndJoin(policy),
        { sid: 'MoveTimelines', action: 'dynamodb:UpdateItem', prefixes: [timeline] },
        { sid: 'ShowWhatIsFound', action: 'dynamodb:Query', prefixes: [timeline] },
      ],
      makesPseudonyms: true,
    });
    this.recordReferral.setEnvironment('POLICY', config.policy);
    this.recordReferrals = addApiFunction(this, props, {
      id: 'RecordReferrals',
      entry: 'record-referrals',
      routes: [
        {
          method: HttpMethod.POST,
          path: '/v1/referrals/batch',
          scopes: [apiScope.writeReferrals],
          throttle: config.throttle.batch,
        },
      ],
      access: [
        ...recordAndJoin(),
        { sid: 'MoveTimelinesAndLimit', action: 'dynamodb:UpdateItem', prefixes: [timeline, rateLimit] },
      ],
      makesPseudonyms: true,
      // A hundred referrals, one after the other.
      timeout: Duration.seconds(28),
    });
    this.recordReferrals.setEnvironment('RECORDS_PER_MINUTE', String(config.throttle.batchRecordsPerMinute));
    this.recordLifeEvent = addApiFunction(this, props, {
      id: 'RecordLifeEvent',
      entry: 'record-life-event',
      routes: [{ method: HttpMethod.POST, path: '/v1/families/{id}/events', scopes: [apiScope.writeEvents] }],
      access: [
        { sid: 'FindItsTimelines', action: 'dynamodb:GetItem', prefixes: [family] },
        { sid: 'RecordTheLifeEvent', action: 'dynamodb:PutItem', prefixes: [source, timeline] },
      ],
      makesPseudonyms: true,
    });
  }
}

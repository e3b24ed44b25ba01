import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { partitionPrefix } from '../functions/adapters/dynamodb/table-keys.ts';
import { type ApiSurroundings, addApiFunction } from './api-function.ts';
import { apiScope } from './partner-clients.ts';
import type { ItemAccess, TidelineFunction } from './tideline-function.ts';

const { source, timeline, identifier, family, alert } = partitionPrefix;

const readTheHistory: ItemAccess = { sid: 'ReadTheHistory', action: 'dynamodb:Query', prefixes: [source] };

/** What is said later goes into the referral's own history; its row on the timeline becomes what it amounts to. */
const keepWhatIsSaid: readonly ItemAccess[] = [
  readTheHistory,
  { sid: 'ReadTheReferral', action: 'dynamodb:GetItem', prefixes: [timeline] },
  { sid: 'KeepWhatIsSaid', action: 'dynamodb:PutItem', prefixes: [source, timeline] },
  { sid: 'CountWhatIsSaid', action: 'dynamodb:UpdateItem', prefixes: [source] },
];

/** Takes what is said later about a referral, and shows a referral as it stands. */
export class ReferralRevisions extends Construct {
  readonly correctReferral: TidelineFunction;
  readonly screenReferral: TidelineFunction;

  constructor(scope: Construct, id: string, props: ApiSurroundings) {
    super(scope, id);
    this.correctReferral = addApiFunction(this, props, {
      id: 'CorrectReferral',
      entry: 'correct-referral',
      routes: [
        {
          method: HttpMethod.POST,
          path: '/v1/referrals/{id}/correction',
          scopes: [apiScope.writeReferrals],
        },
      ],
      access: [
        readTheHistory,
        { sid: 'FindFamilies', action: 'dynamodb:BatchGetItem', prefixes: [timeline, identifier] },
        { sid: 'ReadWhatIsJoined', action: 'dynamodb:GetItem', prefixes: [timeline, family, alert] },
        {
          sid: 'KeepTheCorrection',
          action: 'dynamodb:PutItem',
          prefixes: [source, timeline, identifier, family, alert],
        },
        { sid: 'CountAndMoveTimelines', action: 'dynamodb:UpdateItem', prefixes: [source, timeline] },
        { sid: 'MoveTheReferral', action: 'dynamodb:DeleteItem', prefixes: [timeline] },
      ],
      makesPseudonyms: true,
    });
    this.addSimple(props, {
      id: 'WithdrawReferral',
      entry: 'withdraw-referral',
      method: HttpMethod.POST,
      verb: 'withdrawal',
      scopes: [apiScope.writeReferrals],
    });
    this.addSimple(props, {
      id: 'AnnotateReferral',
      entry: 'annotate-referral',
      method: HttpMethod.POST,
      verb: 'annotations',
      scopes: [apiScope.writeReferrals, apiScope.writeScreenings],
    });
    this.screenReferral = this.addSimple(props, {
      id: 'ScreenReferral',
      entry: 'screen-referral',
      method: HttpMethod.PUT,
      verb: 'screening',
      scopes: [apiScope.writeScreenings],
    });
    const readers = [apiScope.writeReferrals, apiScope.writeScreenings, apiScope.readPattern];
    addApiFunction(this, props, {
      id: 'ReadReferral',
      entry: 'read-referral',
      routes: [
        { method: HttpMethod.GET, path: '/v1/referrals/{id}', scopes: readers },
        { method: HttpMethod.GET, path: '/v1/referrals', scopes: readers },
      ],
      access: [
        readTheHistory,
        { sid: 'ReadTheReferral', action: 'dynamodb:GetItem', prefixes: [timeline] },
        { sid: 'FindItsFamily', action: 'dynamodb:BatchGetItem', prefixes: [timeline] },
      ],
      makesPseudonyms: true,
    });
  }

  private addSimple(props: ApiSurroundings, { id, entry, method, verb, scopes }: Simple): TidelineFunction {
    return addApiFunction(this, props, {
      id,
      entry,
      routes: [{ method, path: `/v1/referrals/{id}/${verb}`, scopes }],
      access: keepWhatIsSaid,
      makesPseudonyms: true,
    });
  }
}

type Simple = {
  readonly id: string;
  readonly entry: string;
  readonly method: HttpMethod;
  readonly verb: string;
  readonly scopes: readonly string[];
};

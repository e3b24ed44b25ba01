import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { PartnerApi, Route } from './partner-api.ts';
import type { RecordTable } from './record-table.ts';
import { type FunctionSettings, type ItemAccess, TidelineFunction } from './tideline-function.ts';

/** What every function behind the partner API is made with. */
export type ApiSurroundings = {
  readonly api: PartnerApi;
  readonly settings: FunctionSettings;
  readonly records: RecordTable;
  readonly pseudonymKey: IKey;
};

export type ApiFunctionProps = {
  readonly id: string;
  /** Name of the file in functions/ that exports `handler`. */
  readonly entry: string;
  readonly routes: readonly Omit<Route, 'target'>[];
  readonly access: readonly ItemAccess[];
  /** Whether it turns what comes from outside into pseudonyms. */
  readonly makesPseudonyms?: true;
  readonly timeout?: Duration;
};

/** How long a function behind the API usually may take; API Gateway itself gives up at 30 seconds. */
const usualTimeout = Duration.seconds(15);

/** A function behind routes of the partner API, that may do to the table what is listed and nothing else. */
export function addApiFunction(
  scope: Construct,
  { api, settings, records, pseudonymKey }: ApiSurroundings,
  { id, entry, routes, access, makesPseudonyms, timeout = usualTimeout }: ApiFunctionProps,
): TidelineFunction {
  const target = new TidelineFunction(scope, id, { entry, settings, timeout });
  if (access.length > 0) target.bindTable(records, access);
  if (makesPseudonyms === true) {
    target.setEnvironment('PSEUDONYM_KEY_ID', pseudonymKey.keyId);
    target.allow({
      sid: 'MakePseudonyms',
      actions: ['kms:GenerateMac'],
      resources: [pseudonymKey.keyArn],
    });
  }
  routes.forEach((route, index) => {
    api.addRoute(index === 0 ? id : `${id}${index + 1}`, { ...route, target });
  });
  return target;
}

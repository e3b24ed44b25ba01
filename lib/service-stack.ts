import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { AlarmSet } from './alarm-set.ts';
import { addAlarms } from './alarms.ts';
import { AlertDelivery } from './alert-delivery.ts';
import { AlertLedger } from './alert-ledger.ts';
import { AlertReconciliation } from './alert-reconciliation.ts';
import type { ApiSurroundings } from './api-function.ts';
import { ApiSelf } from './api-self.ts';
import { Canary } from './canary.ts';
import { FailureQueues } from './failure-queues.ts';
import { FamilyLinking } from './family-linking.ts';
import { FrontDoor } from './front-door.ts';
import { MappingWatch } from './mapping-watch.ts';
import { OperationsDashboard } from './operations-dashboard.ts';
import { PartnerAlarms } from './partner-alarms.ts';
import { PartnerApi } from './partner-api.ts';
import { PartnerClients } from './partner-clients.ts';
import { PatternDetection } from './pattern-detection.ts';
import { PatternReading } from './pattern-reading.ts';
import { ReferralRevisions } from './referral-revisions.ts';
import { RosterUpkeep } from './roster-upkeep.ts';
import { tellWhatToDoNext } from './service-outputs.ts';
import type { StageConfig } from './stage-config.ts';
import type { StateStack } from './state-stack.ts';
import { Sweep } from './sweep.ts';
import type { FunctionSettings } from './tideline-function.ts';

export type ServiceStackProps = StackProps & {
  readonly config: StageConfig;
  readonly state: StateStack;
};

/** Everything that a release replaces. It wires capabilities together and defines no resource itself. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, props);
    const { config, state } = props;
    const settings: FunctionSettings = {
      logKey: state.keys.messages,
      logRetentionDays: config.logRetentionDays,
    };
    const api = addPartnerApi(this, props, settings);
    const alerting = addAlerting(this, props, settings);
    const upkeep = addUpkeep(this, props, { settings, api, alerting });
    const operations = addOperations(this, props, { api, alerting, upkeep });
    tellWhatToDoNext(this, { config: props.config, state, api, alerting, upkeep, operations });
  }
}

/** What partners call. */
const addPartnerApi = (stack: Stack, { config, state }: ServiceStackProps, settings: FunctionSettings) => {
  const { records, keys, clientPool } = state;
  const partners = new PartnerClients(stack, 'Partners', { config, pool: clientPool.pool });
  const partnerApi = new PartnerApi(stack, 'PartnerApi', {
    config,
    settings,
    pool: clientPool.pool,
    clients: [...partners.clients.values(), partners.canary],
  });
  const behind: ApiSurroundings = { api: partnerApi, settings, records, pseudonymKey: keys.pseudonyms };
  const frontDoor = new FrontDoor(stack, 'FrontDoor', { ...behind, config });
  const revisions = new ReferralRevisions(stack, 'ReferralRevisions', behind);
  new FamilyLinking(stack, 'FamilyLinking', behind);
  new PatternReading(stack, 'PatternReading', { ...behind, config });
  new ApiSelf(stack, 'ApiSelf', behind);
  return { partners, partnerApi, frontDoor, revisions };
};
export type PartnerApiParts = ReturnType<typeof addPartnerApi>;

/** From a change of the table to a message that a manager has and the ledger has seen. */
const addAlerting = (stack: Stack, { config, state }: ServiceStackProps, settings: FunctionSettings) => {
  const { records, keys } = state;
  const failureQueues = new FailureQueues(stack, 'Failures');
  const common = { config, settings, records, failureQueues };
  const detection = new PatternDetection(stack, 'PatternDetection', common);
  const delivery = new AlertDelivery(stack, 'AlertDelivery', { ...common, topicKey: keys.messages });
  const { topic } = delivery;
  const ledger = new AlertLedger(stack, 'AlertLedger', { ...common, topic });
  return { failureQueues, detection, delivery, ledger };
};
export type AlertingParts = ReturnType<typeof addAlerting>;

type UpkeepOf = {
  readonly settings: FunctionSettings;
  readonly api: PartnerApiParts;
  readonly alerting: AlertingParts;
};

/** What runs by the clock, whether or not anything happens. */
const addUpkeep = (
  stack: Stack,
  { config, state }: ServiceStackProps,
  { settings, api, alerting }: UpkeepOf,
) => {
  const { records, clientPool } = state;
  const { detection, delivery, failureQueues } = alerting;
  const { sweep } = new Sweep(stack, 'DueWork', { settings, records });
  const { reconcileRoster } = new RosterUpkeep(stack, 'RosterUpkeep', {
    config,
    settings,
    records,
    topic: delivery.topic,
    failureQueues,
  });
  const { reconcileAlerts } = new AlertReconciliation(stack, 'Reconciliation', {
    config,
    settings,
    records,
  });
  const { watchMappings } = new MappingWatch(stack, 'MappingWatch', {
    settings,
    records,
    mappings: [detection.mapping, delivery.mapping],
  });
  const { canary } = new Canary(stack, 'Canary', {
    settings,
    records,
    pool: clientPool.pool,
    client: api.partners.canary,
    apiUrl: api.partnerApi.url,
    tokenUrl: api.partners.tokenUrl,
  });
  return { sweep, reconcileRoster, reconcileAlerts, watchMappings, canary };
};
export type UpkeepParts = ReturnType<typeof addUpkeep>;

export type Operations = { readonly alarms: AlarmSet; readonly dashboard: Dashboard };

type OperationsOf = {
  readonly api: PartnerApiParts;
  readonly alerting: AlertingParts;
  readonly upkeep: UpkeepParts;
};

/** What the people who run the service see and are told. */
const addOperations = (
  stack: Stack,
  { config, state }: ServiceStackProps,
  { api, alerting, upkeep }: OperationsOf,
): Operations => {
  const { partners, partnerApi, frontDoor, revisions } = api;
  const { failureQueues, detection, delivery, ledger } = alerting;
  const alarms = new AlarmSet(stack, 'Alarms', { topicKey: state.keys.messages });
  const watched = {
    config,
    failureQueues,
    examineFamily: detection.examineFamily,
    sendAlert: delivery.sendAlert,
    keepLedger: ledger.keepLedger,
    ...upkeep,
    alertTopic: delivery.topic,
    partnerApi: partnerApi.api,
  };
  addAlarms(alarms, watched);
  new PartnerAlarms(stack, 'PartnerAlarms', {
    config,
    alarms,
    accessLog: partnerApi.accessLog,
    clients: partners.clients,
    recording: [frontDoor.recordReferral, frontDoor.recordReferrals],
    screening: revisions.screenReferral,
    joining: [frontDoor.recordReferral, frontDoor.recordReferrals, revisions.correctReferral],
  });
  const { dashboard } = new OperationsDashboard(stack, 'Operations', { ...watched, alarms });
  return { alarms, dashboard };
};

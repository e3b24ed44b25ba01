import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { Roster } from '../../../core/alert/roster.ts';
import type { LivePolicy } from '../../../core/policy/policy.ts';
import type { Clock, Delay } from '../../../core/ports/surroundings.ts';
import { ReconciliationRun } from '../../../core/reconciliation/run.ts';
import { dynamoDbAlerts } from '../../../functions/adapters/dynamodb/dynamodb-alerts.ts';
import { dynamoDbContacts } from '../../../functions/adapters/dynamodb/dynamodb-contacts.ts';
import { dynamoDbDueWork } from '../../../functions/adapters/dynamodb/dynamodb-due-work.ts';
import { dynamoDbFamilies } from '../../../functions/adapters/dynamodb/dynamodb-families.ts';
import { dynamoDbFamilyLinks } from '../../../functions/adapters/dynamodb/dynamodb-family-links.ts';
import { dynamoDbFamilyList } from '../../../functions/adapters/dynamodb/dynamodb-family-list.ts';
import { dynamoDbJob } from '../../../functions/adapters/dynamodb/dynamodb-job.ts';
import { dynamoDbLedger } from '../../../functions/adapters/dynamodb/dynamodb-ledger.ts';
import { dynamoDbLifeEvents } from '../../../functions/adapters/dynamodb/dynamodb-life-events.ts';
import { dynamoDbNoticeLedger } from '../../../functions/adapters/dynamodb/dynamodb-notice-ledger.ts';
import { dynamoDbPace } from '../../../functions/adapters/dynamodb/dynamodb-pace.ts';
import { dynamoDbPendingNotices } from '../../../functions/adapters/dynamodb/dynamodb-pending-notices.ts';
import { dynamoDbPolicies } from '../../../functions/adapters/dynamodb/dynamodb-policies.ts';
import { dynamoDbRateLimits } from '../../../functions/adapters/dynamodb/dynamodb-rate-limits.ts';
import { dynamoDbReachStore } from '../../../functions/adapters/dynamodb/dynamodb-reach-store.ts';
import { dynamoDbReachability } from '../../../functions/adapters/dynamodb/dynamodb-reachability.ts';
import { dynamoDbReexamineMarks } from '../../../functions/adapters/dynamodb/dynamodb-reexamine-marks.ts';
import { dynamoDbRevisions } from '../../../functions/adapters/dynamodb/dynamodb-revisions.ts';
import { patientRetry, type Table, unhurriedRetry } from '../../../functions/adapters/dynamodb/table.ts';
import { partitionPrefix } from '../../../functions/adapters/dynamodb/table-keys.ts';
import { fingerprintOf } from '../../../functions/adapters/fingerprint.ts';
import { kmsPseudonyms } from '../../../functions/adapters/kms/kms-pseudonyms.ts';
import { createLog } from '../../../functions/adapters/log.ts';
import { livePolicies } from '../../../functions/adapters/policy/live-policies.ts';
import { snsNotifier } from '../../../functions/adapters/sns/sns-notifier.ts';
import { snsSubscriptions } from '../../../functions/adapters/sns/sns-subscriptions.ts';
import { annotateReferral } from '../../../functions/http/annotate-referral.ts';
import { correctReferral } from '../../../functions/http/correct-referral.ts';
import { httpHandler } from '../../../functions/http/http-handler.ts';
import { postLifeEvent } from '../../../functions/http/post-life-event.ts';
import { postReferral } from '../../../functions/http/post-referral.ts';
import { postReferralBatch } from '../../../functions/http/post-referral-batch.ts';
import { postSeparation } from '../../../functions/http/post-separation.ts';
import { screenReferral } from '../../../functions/http/screen-referral.ts';
import { withdrawReferral } from '../../../functions/http/withdraw-referral.ts';
import { ledgerHandler } from '../../../functions/queue/ledger-handler.ts';
import { reconcileHandler } from '../../../functions/schedule/reconcile-handler.ts';
import { reconcileRosterHandler } from '../../../functions/schedule/reconcile-roster-handler.ts';
import { sweepHandler } from '../../../functions/schedule/sweep-handler.ts';
import { watchMappingsHandler } from '../../../functions/schedule/watch-mappings-handler.ts';
import { examineTimelines } from '../../../functions/stream/examine-timeline.ts';
import { sendPendingNotices } from '../../../functions/stream/send-pending-notices.ts';
import { streamBatchHandler, streamHandler } from '../../../functions/stream/stream-handler.ts';
import type { Clients } from '../kernel/aws-calls.ts';
import { failureQueues, mappingIds, tableName, topicArn } from './names.ts';

/** What a function of a sandbox stands in. */
export type Sandbox = {
  readonly clients: Clients;
  readonly clock: Clock;
  readonly delay: Delay;
  readonly random: () => number;
  readonly write: (line: string) => void;
  readonly roster: Roster;
  readonly bundled: LivePolicy;
};

/** As the stage `dev` has it. */
const recordsPerMinute = 1_000;

/** Makes the handler of each function as its entry point composes it, over other clients and another clock. */
export function composedFunctions(sandbox: Sandbox) {
  const { clients, clock, delay, random, write, roster } = sandbox;
  const client = clients.dynamoDb as unknown as DynamoDBClient;
  const table: Table = { client, name: tableName, retry: { ...patientRetry, delay, random } };
  const sending: Table = { ...table, retry: { ...unhurriedRetry, delay, random } };
  const sns = clients.sns as unknown as SNSClient;
  const [alerts, families, links, due, revisions] = [
    dynamoDbAlerts(table),
    dynamoDbFamilies(table),
    dynamoDbFamilyLinks(table),
    dynamoDbDueWork(table),
    dynamoDbRevisions(table),
  ];
  const log = createLog(write);
  const policies = livePolicies({
    store: dynamoDbPolicies(table),
    bundled: sandbox.bundled,
    tell: (reason) => log.error('policy-unreadable', { reason }),
  });
  const pseudonyms = kmsPseudonyms(clients.kms as unknown as KMSClient, 'pseudonym-key');
  const revising = { revisions, links, alerts, pseudonyms, clock };
  const behind = { clock, write };
  return {
    'record-referral': () =>
      httpHandler(
        postReferral({ ledger: dynamoDbLedger(table), links, alerts, families, policies, pseudonyms, clock }),
        behind,
      ),
    'record-referrals': () =>
      httpHandler(
        postReferralBatch({
          ledger: dynamoDbLedger(table),
          links,
          alerts,
          limits: dynamoDbRateLimits(table, recordsPerMinute),
          pseudonyms,
          clock,
        }),
        behind,
      ),
    'correct-referral': () => httpHandler(correctReferral(revising), behind),
    'withdraw-referral': () => httpHandler(withdrawReferral(revising), behind),
    'annotate-referral': () => httpHandler(annotateReferral(revising), behind),
    'screen-referral': () => httpHandler(screenReferral(revising), behind),
    'record-life-event': () =>
      httpHandler(postLifeEvent({ families, ledger: dynamoDbLifeEvents(table), pseudonyms, clock }), behind),
    'separate-family': () => httpHandler(postSeparation({ families, links, pseudonyms, clock }), behind),
    'examine-family': () =>
      streamHandler({
        prefix: partitionPrefix.timeline,
        begin: examineTimelines({ families, alerts, due, policies, clock }),
        clock,
        write,
      }),
    'send-alert': () =>
      streamBatchHandler({
        prefix: partitionPrefix.alert,
        work: sendPendingNotices({
          alerts: dynamoDbAlerts(sending),
          pending: dynamoDbPendingNotices(sending),
          notifier: snsNotifier(sns, topicArn),
          roster,
          reachability: dynamoDbReachability(sending),
          pace: dynamoDbPace(sending),
          clock,
          delay,
        }),
        clock,
        write,
      }),
    'keep-ledger': () => ledgerHandler({ ledger: dynamoDbNoticeLedger(table), clock, write }),
    sweep: () => sweepHandler({ due, clock, write }),
    'reconcile-roster': () =>
      reconcileRosterHandler({
        roster,
        contacts: dynamoDbContacts(table),
        subscriptions: snsSubscriptions(sns, topicArn, failureQueues),
        reach: dynamoDbReachStore(table),
        clock,
        write,
      }),
    'reconcile-alerts': () =>
      reconcileHandler({
        job: dynamoDbJob(table, 'reconciliation', ReconciliationRun),
        list: dynamoDbFamilyList(table),
        families,
        alerts,
        marks: dynamoDbReexamineMarks(table),
        inForce: policies.inForce,
        fingerprintOf,
        clock,
        write,
      }),
    'watch-mappings': () =>
      watchMappingsHandler({
        lambda: clients.lambda as unknown as LambdaClient,
        dynamoDb: client,
        tableName,
        mappingIds: Object.values(mappingIds),
        clock,
        write,
      }),
  } as const;
}

export type FunctionName = keyof ReturnType<typeof composedFunctions>;

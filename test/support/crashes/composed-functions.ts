import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { Roster } from '../../../core/alert/roster.ts';
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
import { dynamoDbNoticeLedger } from '../../../functions/adapters/dynamodb/dynamodb-notice-ledger.ts';
import { dynamoDbPace } from '../../../functions/adapters/dynamodb/dynamodb-pace.ts';
import { dynamoDbPendingNotices } from '../../../functions/adapters/dynamodb/dynamodb-pending-notices.ts';
import { dynamoDbPolicies } from '../../../functions/adapters/dynamodb/dynamodb-policies.ts';
import { dynamoDbReachStore } from '../../../functions/adapters/dynamodb/dynamodb-reach-store.ts';
import { dynamoDbReachability } from '../../../functions/adapters/dynamodb/dynamodb-reachability.ts';
import { dynamoDbReexamineMarks } from '../../../functions/adapters/dynamodb/dynamodb-reexamine-marks.ts';
import { dynamoDbRevisions } from '../../../functions/adapters/dynamodb/dynamodb-revisions.ts';
import type { Table } from '../../../functions/adapters/dynamodb/table.ts';
import { partitionPrefix } from '../../../functions/adapters/dynamodb/table-keys.ts';
import { fingerprintOf } from '../../../functions/adapters/fingerprint.ts';
import { kmsPseudonyms } from '../../../functions/adapters/kms/kms-pseudonyms.ts';
import { bundledPolicy } from '../../../functions/adapters/policy/bundled-policies.ts';
import { livePolicies } from '../../../functions/adapters/policy/live-policies.ts';
import { snsNotifier } from '../../../functions/adapters/sns/sns-notifier.ts';
import { snsSubscriptions } from '../../../functions/adapters/sns/sns-subscriptions.ts';
import { httpHandler } from '../../../functions/http/http-handler.ts';
import { postReferral } from '../../../functions/http/post-referral.ts';
import { withdrawReferral } from '../../../functions/http/withdraw-referral.ts';
import { ledgerHandler } from '../../../functions/queue/ledger-handler.ts';
import { reconcileHandler } from '../../../functions/schedule/reconcile-handler.ts';
import { reconcileRosterHandler } from '../../../functions/schedule/reconcile-roster-handler.ts';
import { sweepHandler } from '../../../functions/schedule/sweep-handler.ts';
import { examineTimelines } from '../../../functions/stream/examine-timeline.ts';
import { sendPendingNotices } from '../../../functions/stream/send-pending-notices.ts';
import { streamBatchHandler, streamHandler } from '../../../functions/stream/stream-handler.ts';
import { fakeTopicArn } from '../a-fake-sns.ts';
import type { Clients } from './traced-aws.ts';

type Surroundings = {
  readonly clients: Clients;
  readonly tableName: string;
  readonly roster: Roster;
  readonly clock: Clock;
  readonly delay: Delay;
  readonly write: (line: string) => void;
};

/** Read once for all: there are many invocations. */
const bundled = bundledPolicy('sample');

/**
 * The handlers of the functions, each composed as its entry point composes it,
 * over other clients and another clock. Each invocation has its own, as the
 * first one of a new sandbox has.
 */
export function composedFunctions({ clients, tableName, roster, clock, delay, write }: Surroundings) {
  const table: Table = {
    client: clients.dynamoDb as unknown as DynamoDBClient,
    name: tableName,
    retry: { attempts: 4, delay: async () => undefined, random: () => 0 },
  };
  const sns = clients.sns as unknown as SNSClient;
  const [alerts, families, links, due] = [
    dynamoDbAlerts(table),
    dynamoDbFamilies(table),
    dynamoDbFamilyLinks(table),
    dynamoDbDueWork(table),
  ];
  const policies = livePolicies({
    store: dynamoDbPolicies(table),
    bundled,
    tell: (fault) => {
      throw new Error(`The policy cannot be used: ${fault}.`);
    },
  });
  const pseudonyms = kmsPseudonyms(clients.kms as unknown as KMSClient, 'key');
  return {
    'record-referral': httpHandler(
      postReferral({ ledger: dynamoDbLedger(table), links, alerts, families, policies, pseudonyms, clock }),
      { clock, write },
    ),
    'withdraw-referral': httpHandler(
      withdrawReferral({ revisions: dynamoDbRevisions(table), links, alerts, pseudonyms, clock }),
      { clock, write },
    ),
    'examine-family': streamHandler({
      prefix: partitionPrefix.timeline,
      begin: examineTimelines({ families, alerts, due, policies, clock }),
      clock,
      write,
    }),
    'send-alert': streamBatchHandler({
      prefix: partitionPrefix.alert,
      work: sendPendingNotices({
        alerts,
        pending: dynamoDbPendingNotices(table),
        notifier: snsNotifier(sns, fakeTopicArn),
        roster,
        reachability: dynamoDbReachability(table),
        pace: dynamoDbPace(table),
        clock,
        delay,
      }),
      clock,
      write,
    }),
    'keep-ledger': ledgerHandler({ ledger: dynamoDbNoticeLedger(table), clock, write }),
    sweep: sweepHandler({ due, clock, write }),
    'reconcile-roster': reconcileRosterHandler({
      roster,
      contacts: dynamoDbContacts(table),
      subscriptions: snsSubscriptions(sns, fakeTopicArn, { email: 'arn:email', sms: 'arn:sms' }),
      reach: dynamoDbReachStore(table),
      clock,
      write,
    }),
    'reconcile-alerts': reconcileHandler({
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
  } as const;
}

export type FunctionName = keyof ReturnType<typeof composedFunctions>;

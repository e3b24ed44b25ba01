import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { AlertLine } from '../../../core/alert/alert.ts';
import { ReconciliationRun } from '../../../core/reconciliation/run.ts';
import type { ReferralSubmission } from '../../../core/referral/referral-submission.ts';
import { encodeAlert } from '../../../functions/adapters/dynamodb/alert-items.ts';
import { dynamoDbJob } from '../../../functions/adapters/dynamodb/dynamodb-job.ts';
import { anAlert } from '../an-alert.ts';
import type { Journey } from './crash-runs.ts';
import { type CrashWorld, minute } from './crash-world.ts';

/** A health visitor tells of a baby, and nothing follows. */
const first = (family: string): ReferralSubmission => ({
  source: 'front-door',
  referralId: `${family}-1`,
  familyRef: family,
  team: 'north',
  stage: 'contact',
  purpose: 'concern',
  madeAt: '2026-09-23T09:00:00Z',
  referrer: { sourceCode: '3B', organisationRef: 'health-visiting-1' },
  concerns: [{ kind: 'neglect', subject: 'child' }],
  household: { children: [{ dateOfBirth: '2026-07-01' }] },
  screening: { outcome: 'nfa', decidedAt: '2026-09-23T12:00:00Z' },
});

/** The police tell of the same family: the second agency and kind of concern, which crosses `baby`. */
const second = (family: string): ReferralSubmission => ({
  ...first(family),
  referralId: `${family}-2`,
  madeAt: '2026-11-02T08:00:00Z',
  referrer: { sourceCode: '6', organisationRef: 'police-1' },
  concerns: [{ kind: 'supervision', subject: 'child' }],
  screening: { outcome: 'nfa', decidedAt: '2026-11-02T09:00:00Z' },
});

/** Housing tells of it too, and a strategy discussion is promised. */
const third = (family: string): ReferralSubmission => ({
  ...first(family),
  referralId: `${family}-3`,
  madeAt: '2026-11-02T09:30:00Z',
  referrer: { sourceCode: '4', organisationRef: 'housing-1' },
  concerns: [{ kind: 'home-conditions', subject: 'child' }],
  screening: { outcome: 'strategy', decidedAt: '2026-11-02T09:45:00Z' },
});

/**
 * A family crosses a line before anybody is subscribed; people are, and are
 * told; what it rests on is withdrawn, and they are told that; it crosses the line
 * again, told of while the ledger is quicker than whoever sends; and a promise
 * is not kept, which only time brings.
 */
export const aFamilysJourney: Journey = {
  prepare: (world) => world.applyContacts(),
  steps: [
    async (world) => {
      await world.send(first('F-1'));
      await world.rest();
    },
    async (world) => {
      await world.send(second('F-1'));
      await world.settle();
    },
    async (world) => {
      await world.reconcileRoster();
      for (const { endpoint } of world.topic.subscriptions.kept())
        world.topic.subscriptions.confirm(endpoint);
    },
    async (world) => {
      world.later(5 * minute);
      await world.reconcileRoster();
    },
    (world) => world.rest(),
    async (world) => {
      await world.withdraw('F-1-2', 'wrong-family');
      await world.rest();
    },
    async (world) => {
      world.ledgerIsQuick = true;
      await world.send(third('F-1'));
      await world.rest();
      world.ledgerIsQuick = false;
    },
    async (world) => {
      world.moveTo('2026-11-04T10:00:00Z');
      await world.sweep();
      await world.rest();
    },
  ],
};

/** An alert of the south with a notice pending, as the examination leaves it; one of two teams where its case is open in the other. */
async function raise(world: CrashWorld, number: number, teams: 'south' | 'both'): Promise<void> {
  const at = new Date(world.clock.now()).toISOString();
  const plain = anAlert({
    alertId: `ALERT000000${number}`,
    familyId: `family-${number}`,
    team: 'south',
    raisedAt: at,
  });
  const allocated: AlertLine = { ...plain.lines[0]!, line: 'open-case', goesTo: 'allocated-team' };
  const lines = teams === 'south' ? plain.lines : [...plain.lines, allocated];
  const alert = {
    ...plain,
    changedAt: at,
    lines,
    ...(teams === 'both' && { allocatedTeam: 'north' }),
    pendingNotice: {
      ...plain.pendingNotice!,
      wantedAt: at,
      lines: lines.map(({ line, crossedFrom: from }) => ({ line, from })),
    },
  };
  const Item = marshall(encodeAlert(alert), { removeUndefinedValues: true });
  await world.outside.client.send(new PutItemCommand({ TableName: world.outside.name, Item }));
}

/** Seven alerts for the manager of the south: one goes out, and six that wait are one digest. Two of them are for the north as well. */
export const aDigestsJourney: Journey = {
  prepare: (world) => world.subscribeAll(),
  steps: [
    async (world) => {
      for (const number of [1, 2, 3, 4, 5]) await raise(world, number, 'south');
      for (const number of [6, 7]) await raise(world, number, 'both');
      await world.rest();
    },
  ],
};

/** Changes of a family are lost, which nothing but the daily comparison finds. */
export const aComparisonsJourney: Journey = {
  prepare: async (world) => {
    await world.subscribeAll();
    await world.send(first('F-1'));
    await world.send(second('F-1'));
    const lost = world.loseChanges();
    if (lost === 0) throw new Error('Nothing was lost.');
  },
  steps: [
    // Under a policy that none was compared under yet.
    async (world) => {
      await untilCompared(world);
      await world.rest();
    },
    async (world) => {
      await world.send(first('F-2'));
      await world.send(second('F-2'));
      world.loseChanges();
    },
    // A day later, a family that differs is looked at twice.
    async (world) => {
      world.moveTo('2026-11-03T03:00:00Z');
      await untilCompared(world);
      await world.rest();
    },
  ],
};

/** Every five minutes, until all families have been compared. */
async function untilCompared(world: CrashWorld): Promise<void> {
  const { read } = dynamoDbJob(world.outside, 'reconciliation', ReconciliationRun);
  const from = (await read())?.state.startedAt;
  const isOver = async (): Promise<boolean> => {
    const run = (await read())?.state;
    return run?.completedAt !== undefined && run.startedAt !== from;
  };
  do {
    world.later(5 * minute);
    await world.reconcileAlerts();
  } while (!(await isOver()));
}

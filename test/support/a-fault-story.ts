import { expect, inject } from 'vitest';
import type { ReferralSubmission } from '../../core/referral/referral-submission.ts';
import { type LocalStack, startLocalStack } from '../../local/stack.ts';
import { accessToken, createTidelineClient, type TidelineClient } from '../../scripts/tideline-client.ts';
import { asOperator } from './as-operator.ts';
import { subscribedPeople } from './subscribed-people.ts';
import { type TableOfStack, tableOfStack } from './table-of-stack.ts';

/** The addresses of examples/contacts.example.json. */
export const address = {
  north: 'north.team.manager@example.com',
  northDuty: '+447700900123',
  south: 'south.team.manager@example.com',
  wholeArea: 'service.manager@example.com',
} as const;

/** Who is told of an `escalate` alert of a team, by the roster of the stage `dev`, where everybody can be reached. */
const managersOf: Readonly<Record<Team, readonly string[]>> = {
  north: [address.north, address.northDuty],
  south: [address.south],
};

export type Team = 'north' | 'south';

/** A family that was sent, with what it should come to: this is the list that everything is held against. */
export type SentFamily = {
  readonly name: string;
  readonly team: Team;
  readonly familyId: string;
  /** The receipts of its referrals, all of which are the evidence of its alert. */
  readonly receipts: readonly string[];
  /** Everybody who is to be told, each of them once. */
  told: readonly string[];
};

type Sending = {
  /** Called with the status of each answer that is not a receipt, before the partner sends the same again; an error without it. */
  readonly whenRefused?: (status: number) => Promise<void>;
  /** Called between the first referral and the second. */
  readonly afterFirst?: (receiptId: string) => Promise<void>;
};

type Passing = {
  /** How many minutes the clock moves at a time: schedules run once after each. */
  readonly by?: number;
  /** A canary is under way that cannot arrive: it waits for what only the next move of the clock brings. */
  readonly canaryWaits?: boolean;
};

export type FaultStory = {
  readonly stack: LocalStack;
  readonly table: TableOfStack;
  /** Every family so far, as it was sent. */
  readonly families: readonly SentFamily[];
  /** Sends the two referrals by which a family crosses one line, `same-injury`. */
  readonly family: (name: string, team: Team, sending?: Sending) => Promise<SentFamily>;
  readonly client: () => Promise<TidelineClient>;
  readonly passes: (minutes: number, passing?: Passing) => Promise<void>;
  /** The alarms that are up, but for those of a deployment that is not a day old. */
  readonly up: () => readonly string[];
  /** The alarms that have gone up since this was last asked, in alphabetical order and each once. */
  readonly wentUp: () => readonly string[];
  /** Runs one of the operator's commands with the environment that it takes its credentials from. */
  readonly asOperator: <Result>(command: () => Promise<Result>) => Promise<Result>;
  readonly stop: () => Promise<void>;
};

/** What is up until the first day is over: no comparison has completed, and not all sources have been heard of. */
const ofTheFirstDay: ReadonlySet<string> = new Set([
  'ReconciliationNotCompleted',
  'front-doorSilent',
  'schools-portalSilent',
  'police-portalSilent',
]);

const minute = 60_000;

/**
 * Starts a local stack of the stage `dev` on a Monday morning, on which a first
 * canary has arrived, so that no alarm is up that tells of a fault. Its people are
 * subscribed, unless that is left to the story.
 */
export async function aFaultStory({ isAnybodySubscribed = true } = {}): Promise<FaultStory> {
  const stack = await startLocalStack({
    assemblyDirectory: inject('assemblyDirectory'),
    dynamoDbUrl: inject('dynamoDbUrl'),
    onLog: () => undefined,
    // What goes wrong is part of the story; what must not is asserted.
    onProblem: () => undefined,
  });
  const story = tellStory(stack);
  stack.clock.moveTo('2026-11-30T08:00:00Z');
  if (isAnybodySubscribed) await subscribedPeople(stack);
  await story.passes(15, { by: 15 });
  await story.passes(2, { by: 1 });
  expect(story.up()).toEqual(isAnybodySubscribed ? [] : ['RecipientsMissing']);
  story.wentUp();
  return story;
}

function tellStory(stack: LocalStack): FaultStory {
  const table = tableOfStack(stack);
  const families: SentFamily[] = [];
  let transitionsRead = 0;

  const send = async (name: string, team: Team, sending: Sending = {}): Promise<SentFamily> => {
    const { whenRefused = refuse, afterFirst } = sending;
    const receipts: string[] = [];
    let familyId = '';
    for (const referral of twoReferrals(name, team, stack.clock.now())) {
      let answer = await post(stack, referral);
      while (answer.status !== 201) {
        await whenRefused(answer.status);
        answer = await post(stack, referral);
      }
      const receipt = (await answer.json()) as { receiptId: string; familyId: string };
      ({ familyId } = receipt);
      receipts.push(receipt.receiptId);
      if (receipts.length === 1) await afterFirst?.(receipt.receiptId);
    }
    const family = { name, team, familyId, receipts, told: managersOf[team] };
    families.push(family);
    return family;
  };
  const atRest = (canaryWaits: boolean) => stack.idle(canaryWaits ? 'Canary' : undefined);

  return {
    stack,
    table,
    families,
    family: send,
    client: async () =>
      createTidelineClient(stack.apis[0]?.url ?? '', await accessToken(stack.tokenUrl, frontDoor(stack))),
    passes: async (minutes, { by = 5, canaryWaits = false } = {}) => {
      await atRest(canaryWaits);
      for (let passed = 0; passed < minutes; passed += by) {
        stack.clock.advance(by * minute);
        await atRest(canaryWaits);
      }
    },
    up: () =>
      stack
        .alarms()
        .filter(({ state }) => state === 'ALARM')
        .map(({ path }) => nameOf(path))
        .filter((name) => !ofTheFirstDay.has(name))
        .sort(),
    wentUp: () => {
      const transitions = stack.alarmHistory().slice(transitionsRead);
      transitionsRead += transitions.length;
      const names = transitions.filter(({ to }) => to === 'ALARM').map(({ path }) => nameOf(path));
      return [...new Set(names)].filter((name) => !ofTheFirstDay.has(name)).sort();
    },
    asOperator: (command) => asOperator(stack, command),
    stop: async () => {
      table.close();
      await stack.stop();
    },
  };
}

const refuse = async (status: number): Promise<never> => {
  throw new Error(`A referral was answered with ${status}.`);
};

const nameOf = (path: string): string => path.split('/').at(-1) ?? path;

const frontDoor = (stack: LocalStack) => {
  const client = stack.clients.find(({ path }) => path.endsWith('front-door'));
  if (client === undefined) throw new Error('The stage has no client of the front door.');
  return client;
};

async function post(stack: LocalStack, referral: ReferralSubmission): Promise<Response> {
  const token = await accessToken(stack.tokenUrl, frontDoor(stack));
  return fetch(`${stack.apis[0]?.url}/v1/referrals`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(referral),
  });
}

/** A possible injury, told of by a school and by a hospital within the week, and no further action on either. */
const twoReferrals = (name: string, team: Team, now: Date): readonly ReferralSubmission[] =>
  (['2A', '3A'] as const).map((sourceCode, index) => ({
    source: 'front-door',
    referralId: `${name}-${index + 1}`,
    stage: 'contact',
    purpose: 'concern',
    familyRef: name,
    team,
    madeAt: now.toISOString(),
    referrer: { sourceCode, organisationRef: `organisation-${sourceCode}` },
    concerns: [{ kind: 'physical', subject: 'child' }],
    level: 2,
    screening: { outcome: 'nfa', decidedAt: now.toISOString() },
  }));

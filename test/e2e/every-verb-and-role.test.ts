import { beforeAll, describe, expect, inject, it, vi } from 'vitest';
import type { AssemblyModel, PolicyStatement } from '../../local/assembly/model.ts';
import type { RecordedCall } from '../../local/gateway/recorded-call.ts';
import { auditGrants } from '../../local/iam/audit-grants.ts';
import { authorize } from '../../local/iam/authorize.ts';
import { withoutStatement } from '../../local/iam/without-statement.ts';
import type { FunctionLog } from '../../local/lambda/function-runner.ts';
import { type LocalStack, startLocalStack } from '../../local/stack.ts';
import { sampleFamily } from '../../scripts/sample-family.ts';
import { accessToken, createTidelineClient, type TidelineClient } from '../../scripts/tideline-client.ts';
import { alteredAssembly } from '../support/altered-assembly.ts';
import { everyVerb, type Seen } from '../support/every-verb.ts';
import { withdrawGrant } from '../support/withdraw-grant.ts';

/**
 * Every statement of every role is needed and nothing is missing: the sample
 * family is played through the stack, then again with things going wrong, and
 * what the roles grant is held against the calls that were made.
 */

/** Plays the sample family and reads everything that can be read about it; answers what was told to whom. */
async function journey(stack: LocalStack): Promise<{ readonly told: number }> {
  const api = await clientOf(stack);
  let familyId = '';
  for (const { referral } of sampleFamily(stack.clock.now())) ({ familyId } = await api.send(referral));
  await api.tell(familyId, {
    source: 'front-door',
    eventId: `E-${familyId}`,
    event: 'assessment-started',
    happenedOn: stack.clock.now().toISOString().slice(0, 10),
  });
  await stack.idle();
  await api.finding(familyId);
  await api.openAlert(familyId);
  await stack.idle();
  return { told: stack.inbox.messages().length };
}

async function clientOf(stack: LocalStack): Promise<TidelineClient> {
  const client = stack.clients.find(({ path }) => path.includes('front-door'))!;
  return createTidelineClient(stack.apis[0]!.url, await accessToken(stack.tokenUrl, client));
}

const minute = 60_000;

const start = (
  assemblyDirectory: string,
  problems: string[] = [],
  onLog: (log: FunctionLog) => void = () => undefined,
): Promise<LocalStack> =>
  startLocalStack({
    assemblyDirectory,
    dynamoDbUrl: inject('dynamoDbUrl'),
    onProblem: (problem) => problems.push(problem),
    onLog,
  });

/** A family that cannot be examined at first: its failure is kept, swept, and taken away by the examination that succeeds. */
async function troubledJourney(stack: LocalStack): Promise<void> {
  const giveBack = withdrawGrant(stack.model, 'ExamineFamily', 'dynamodb:GetItem');
  await journey(stack);
  giveBack();
  stack.clock.advance(3 * minute);
  await stack.idle();
}

/**
 * Both readers of the stream fail with every change there is, and time passes
 * until the mappings give up. The roles are those of the product.
 */
async function journeyOfFailure(): Promise<readonly RecordedCall[]> {
  const altered = await alteredAssembly(inject('assemblyDirectory'), (template) => {
    const resources = Object.values(template.Resources);
    const mappings = resources.filter(({ Type }) => Type === 'AWS::Lambda::EventSourceMapping');
    for (const { Properties } of mappings) delete Properties.FilterCriteria;
    const readers = Object.entries(template.Resources).filter(
      ([id, { Type }]) => Type === 'AWS::Lambda::Function' && /ExamineFamily|SendAlert/.test(id),
    );
    for (const [, { Properties }] of readers) Properties.Environment = { Variables: {} };
    return mappings.length + readers.length;
  });
  const failed = new Set<string>();
  const stack = await start(altered.directory, [], ({ functionPath }) => failed.add(functionPath));
  try {
    const [first] = sampleFamily(stack.clock.now());
    await (await clientOf(stack)).send(first!.referral);
    await vi.waitFor(() => expect(readersAmong(failed)).toHaveLength(2), patience);
    stack.clock.advance(24 * 60 * minute);
    await vi.waitFor(() => expect(readersAmong(reporting(stack.calls()))).toHaveLength(2), patience);
    return stack.calls();
  } finally {
    await stack.stop();
    await altered.remove();
  }
}

const patience = { timeout: 30_000, interval: 50 };

const readersAmong = (functionPaths: ReadonlySet<string>): readonly string[] =>
  [...functionPaths].filter((path) => /ExamineFamily|SendAlert/.test(path));

/** Functions for which something was reported to a queue. */
const reporting = (calls: readonly RecordedCall[]): ReadonlySet<string> =>
  new Set(calls.filter(({ action }) => action === 'sqs:SendMessage').map(({ functionPath }) => functionPath));

/** What was seen on the way through every verb, spoken by the typed client that a partner would copy. */
let seen: Seen;
let model: AssemblyModel;
/** Those of a journey on which nothing goes wrong. */
let smooth: readonly RecordedCall[];
/** Those that the roles allowed on all journeys. */
let calls: readonly RecordedCall[];

beforeAll(async () => {
  const stack = await start(inject('assemblyDirectory'));
  try {
    expect((await journey(stack)).told).toBeGreaterThanOrEqual(2);
    seen = await everyVerb(stack);
    smooth = stack.calls();
    await troubledJourney(stack);
    model = stack.model;
    calls = [...stack.calls(), ...(await journeyOfFailure())].filter(
      ({ decision }) => decision === 'allowed',
    );
  } finally {
    await stack.stop();
  }
});

const grants = (): readonly PolicyStatement[] => [
  ...new Map(model.roles.flatMap(({ statements }) => statements).map((one) => [one.id, one])).values(),
];

describe('the roles of the functions', () => {
  it('refuse none of the calls that the functions make', () => {
    expect(smooth.filter(({ decision }) => decision !== 'allowed')).toEqual([]);
    expect(smooth.length).toBeGreaterThan(30);
  });

  it('have no statement and no action that is not used', () => {
    const { unused, unusedActions } = auditGrants(model, calls);
    console.info(`roles: ${model.roles.length}, statements ${grants().length}, calls ${calls.length}`);
    expect(unused).toEqual([]);
    expect(unusedActions).toEqual([]);
    expect(grants().length).toBeGreaterThanOrEqual(15);
  });

  it('would refuse a call of the journey if any one statement were taken away', () => {
    const ids = grants().map(({ id }) => id);
    const missed = ids.filter((id) => {
      const without = withoutStatement(model, id);
      return calls.every((call) => authorize(without, call.roleArn, call).decision === 'allowed');
    });
    console.info(`roles: ${ids.length} statements taken away in turn`);
    expect(missed).toEqual([]);
  });

  it('are reported where a statement is added that nothing uses', () => {
    const planted: PolicyStatement = {
      id: 'planted#0',
      sid: undefined,
      effect: 'Allow',
      actions: ['dynamodb:DeleteItem'],
      resources: [model.tables[0]!.arn],
      conditions: {},
    };
    const roles = model.roles.map((role, index) =>
      index === 0 ? { ...role, statements: [...role.statements, planted] } : role,
    );
    const { unused, unusedActions } = auditGrants({ ...model, roles }, calls);
    expect(unused).toEqual(['planted#0']);
    expect(unusedActions).toEqual([{ statementId: 'planted#0', action: 'dynamodb:DeleteItem' }]);
  });
});

/** The statements of a managed policy in a template. */
const statementsOf = (properties: Record<string, unknown>): { Action: string | string[] }[] =>
  (properties.PolicyDocument as { Statement: { Action: string | string[] }[] }).Statement;

/** The product as it would be deployed if the statements with an action had been forgotten. */
function withoutAction(action: string): ReturnType<typeof alteredAssembly> {
  return alteredAssembly(inject('assemblyDirectory'), (template) => {
    let removed = 0;
    for (const { Type, Properties } of Object.values(template.Resources)) {
      if (Type !== 'AWS::IAM::ManagedPolicy') continue;
      const statements = statementsOf(Properties);
      const kept = statements.filter(({ Action }) => ![Action].flat().includes(action));
      removed += statements.length - kept.length;
      (Properties.PolicyDocument as { Statement: unknown }).Statement = kept;
    }
    return removed;
  });
}

describe('a mistake in the deployed template is seen by whoever runs it', () => {
  it.each([
    { action: 'sns:Publish', consequence: 'nobody is told' },
    { action: 'kms:GenerateMac', consequence: 'nothing is recorded' },
  ])('without $action, $consequence', async ({ action }) => {
    const altered = await withoutAction(action);
    const stack = await start(altered.directory);
    try {
      const outcome = await journey(stack).then(
        ({ told }) => told,
        () => 0,
      );
      expect(outcome).toBe(0);
      expect(stack.calls().some((call) => call.action === action && call.decision === 'denied')).toBe(true);
    } finally {
      await stack.stop();
      await altered.remove();
    }
  });

  it('without dynamodb:ListStreams, no mapping can be created', async () => {
    const altered = await withoutAction('dynamodb:ListStreams');
    try {
      await expect(start(altered.directory)).rejects.toThrow(/Mapping cannot be created: .*list streams/);
    } finally {
      await altered.remove();
    }
  });

  it('with a wrong filter, that person’s inbox stays empty and the others’ do not', async () => {
    const altered = await alteredAssembly(inject('assemblyDirectory'), (template) => {
      const emails = Object.values(template.Resources).filter(
        ({ Type, Properties }) =>
          Type === 'AWS::SNS::Subscription' &&
          Properties.Protocol === 'email' &&
          JSON.stringify(Properties.Endpoint).includes('north'),
      );
      for (const { Properties } of emails) Properties.FilterPolicy = { recipients: ['somebody-else'] };
      return emails.length;
    });
    const stack = await start(altered.directory);
    try {
      await journey(stack);
      const protocols = stack.inbox.messages().map(({ protocol }) => protocol);
      expect(protocols).toEqual(['sms']);
    } finally {
      await stack.stop();
      await altered.remove();
    }
  });
});

describe('two families that an NHS number joins', () => {
  it('were two, each with an alert of its own', () => {
    expect(seen.family).not.toBe(seen.school);
    expect(new Set([seen.stayed, seen.went, '']).size).toBe(3);
  });

  it('are one with one alert, and the other alert has ended in its favour', () => {
    expect(seen.merged).toEqual([[seen.went, seen.stayed]]);
  });

  it('showed what was found of them to whoever recorded the referral that joined them', () => {
    const line = seen.finding?.lines.find((one) => one.line === 'three-voices');
    expect(line?.standing).toBe('current');
    // Three of each family, and the one that joined them.
    expect(line?.readings.length).toBe(7);
  });

  it('are two again once a person has separated them, and each is told of', () => {
    expect(seen.openAfterSeparation[0]).toBe(seen.stayed);
    expect(seen.openAfterSeparation[1]).toMatch(/^[0-9A-Z]{12}$/);
    expect([seen.stayed, seen.went]).not.toContain(seen.openAfterSeparation[1]);
  });
});

describe('what is said later', () => {
  it('is taken record by record from a batch', () => {
    expect(seen.batch).toEqual([201, 422, 201]);
  });

  it('is seen by the authority whole, and by the school as far as it said it itself', () => {
    const [school, authority] = seen.receipts;
    expect(authority).toMatchObject({
      familyId: seen.school,
      referral: { level: 3 },
      screening: { outcome: 'nfa' },
      annotations: ['retracted-by-sender'],
    });
    expect(authority?.sameEventAs).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(authority?.revisions.map(({ kind, revision }) => `${kind} ${revision}`).sort()).toEqual([
      'annotation 1',
      'correction 1',
      'correction 2',
      'screening 1',
    ]);
    expect(school?.referral).toMatchObject({ level: 3 });
    expect(school?.annotations).toEqual(['retracted-by-sender']);
    expect(Object.keys(school ?? {})).not.toEqual(
      expect.arrayContaining(['familyId', 'sameEventAs', 'screening']),
    );
  });
});

it('every operation is described, and none that is not there', () => {
  const routes = model.httpApis.flatMap(({ routes: all }) =>
    all.map(({ method, template }) => `${method} ${template}`),
  );
  expect([...seen.operations].sort()).toEqual([...routes].sort());
  expect(routes).toHaveLength(17);
});

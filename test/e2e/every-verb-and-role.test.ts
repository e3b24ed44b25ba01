import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { PolicyStatement } from '../../local/assembly/model.ts';
import { authorize } from '../../local/iam/authorize.ts';
import { withoutStatement } from '../../local/iam/without-statement.ts';
import { type LocalStack, startLocalStack } from '../../local/stack.ts';
import { alteredAssembly } from '../../scripts/roles/altered-assembly.ts';
import { type Played, playJourneys } from '../../scripts/roles/journeys.ts';
import { rolesReport } from '../../scripts/roles/roles-report.ts';
import { sampleJourney } from '../../scripts/roles/sample-journey.ts';
import { plantWrongFilter } from '../../scripts/roles/upkeep-journey.ts';
import { toldMessages } from '../../scripts/told-messages.ts';
import { subscribedPeople } from '../support/subscribed-people.ts';

/**
 * Every statement of every role is needed and nothing is missing: every way
 * through the stack is gone, also with things going wrong, and what the roles
 * grant is held against the calls that were made.
 */

const start = (assemblyDirectory: string): Promise<LocalStack> =>
  startLocalStack({
    assemblyDirectory,
    dynamoDbUrl: inject('dynamoDbUrl'),
    onProblem: () => undefined,
    onLog: () => undefined,
  });

/** Long enough for a machine that is busy with other tests. */
const patience = 600_000;

let played: Played;
/** What was seen on the way through every verb, spoken by the typed client that a partner would copy. */
let seen: Played['seen'];

beforeAll(async () => {
  played = await playJourneys({
    assemblyDirectory: inject('assemblyDirectory'),
    dynamoDbUrl: inject('dynamoDbUrl'),
  });
  ({ seen } = played);
}, patience);

const grants = (): readonly PolicyStatement[] => [
  ...new Map(played.model.roles.flatMap(({ statements }) => statements).map((one) => [one.id, one])).values(),
];

describe('the roles of the functions', () => {
  it('refuse none of the calls that the functions make while nothing goes wrong', () => {
    expect(played.told).toBeGreaterThanOrEqual(2);
    expect(played.smooth.filter(({ decision }) => decision !== 'allowed')).toEqual([]);
    expect(played.smooth.length).toBeGreaterThan(300);
  });

  it('are exact: all that is granted is used, and all that is used is granted', () => {
    const { unused, refused, isExact, lines } = rolesReport(played.model, played.calls);
    console.info(lines.join('\n'));
    expect(unused).toEqual([]);
    expect(refused).toEqual([]);
    expect(isExact).toBe(true);
    expect(played.model.roles).toHaveLength(24);
    expect(grants().length).toBeGreaterThanOrEqual(130);
  });

  it('are those of every function, each of which was called', () => {
    const called = new Set(played.calls.map(({ functionPath }) => functionPath));
    expect(played.model.functions.map(({ path }) => path).filter((path) => !called.has(path))).toEqual([]);
  });

  it('would refuse a call of the journeys if any one statement were taken away', () => {
    const { model, calls } = played;
    const allowed = calls.filter(({ decision }) => decision === 'allowed');
    const ids = grants().map(({ id }) => id);
    const missed = ids.filter((id) => {
      const without = withoutStatement(model, id);
      return allowed.every((call) => authorize(without, call.roleArn, call).decision === 'allowed');
    });
    console.info(`roles: ${ids.length} statements taken away in turn`);
    expect(missed).toEqual([]);
  });

  it('are reported where a statement is missing, by the calls that need it', () => {
    const { model, calls } = played;
    const [publishes] = grants().filter(({ actions }) => actions.includes('sns:Publish'));
    const { refused, isExact, lines } = rolesReport(withoutStatement(model, publishes!.id), calls);
    expect(isExact).toBe(false);
    expect(refused).toEqual([
      `Tideline-dev-Service/AlertDelivery/SendAlert/Function: sns:Publish on ${publishes!.resources[0]}`,
    ]);
    expect(lines).toContain('used but not granted:');
  });

  it.each([
    {
      what: 'a statement that nothing uses',
      planted: { actions: ['dynamodb:DeleteItem'] },
      expected: ['planted#0: the whole statement'],
    },
    {
      what: 'an action beside one that is used, on any resource',
      planted: { actions: ['dynamodb:DeleteItem'], resources: ['*'] },
      expected: ['planted#0: the whole statement', 'planted#0: the wildcard in *'],
    },
  ])('are reported where there is $what', ({ planted, expected }) => {
    const { unused, isExact } = withPlanted(planted);
    expect(unused).toEqual(expected);
    expect(isExact).toBe(false);
  });

  it('are reported where a statement is wider than it need be by an action, a resource or a kind of item', () => {
    const { model, calls } = played;
    const widened = model.roles.map((role) => ({ ...role, statements: role.statements.map(wider) }));
    const { unused } = rolesReport({ ...model, roles: widened }, calls);
    expect(unused.map((line) => line.replace(/^.*#\d+: /, '')).sort()).toEqual([
      'arn:aws:sns:eu-west-2:000000000000:another',
      'dynamodb:DeleteItem',
      'dynamodb:LeadingKeys ANOTHER#*',
    ]);
  });
});

const wider = (statement: PolicyStatement): PolicyStatement => {
  switch (statement.sid) {
    case 'PublishAlerts':
      return {
        ...statement,
        resources: [...statement.resources, 'arn:aws:sns:eu-west-2:000000000000:another'],
      };
    case 'MarkTheAlertSent':
      return { ...statement, actions: [...statement.actions, 'dynamodb:DeleteItem'] };
    case 'ReadTheAlertAndWhoCanBeReached': {
      const [[operator, keys] = ['', {}]] = Object.entries(statement.conditions);
      const values = [...(keys['dynamodb:LeadingKeys'] ?? []), 'ANOTHER#*'];
      const conditions = { ...statement.conditions, [operator]: { 'dynamodb:LeadingKeys': values } };
      return { ...statement, conditions };
    }
    default:
      return statement;
  }
};

function withPlanted(stated: Partial<PolicyStatement>): ReturnType<typeof rolesReport> {
  const { model, calls } = played;
  const planted: PolicyStatement = {
    id: 'planted#0',
    sid: undefined,
    effect: 'Allow',
    actions: [],
    resources: [model.tables[0]!.arn],
    conditions: {},
    ...stated,
  };
  const roles = model.roles.map((role, index) =>
    index === 0 ? { ...role, statements: [...role.statements, planted] } : role,
  );
  return rolesReport({ ...model, roles }, calls);
}

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
      await subscribedPeople(stack);
      const outcome = await sampleJourney(stack).then(
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

  it.each([
    { action: 'dynamodb:ListStreams', why: /Mapping cannot be created: .*list streams/ },
    { action: 'sqs:GetQueueAttributes', why: /Mapping cannot be created: .*read the attributes/ },
  ])('without $action, no mapping can be created', async ({ action, why }) => {
    const altered = await withoutAction(action);
    try {
      await expect(start(altered.directory)).rejects.toThrow(why);
    } finally {
      await altered.remove();
    }
  });

  it('with a wrong filter, that person’s inbox stays empty and the others’ do not, until the roster is compared', async () => {
    const stack = await start(inject('assemblyDirectory'));
    try {
      await subscribedPeople(stack);
      await plantWrongFilter(stack, northManager);
      await sampleJourney(stack);
      expect(toldMessages(stack).map(({ protocol }) => protocol)).toEqual(['sms']);
      stack.clock.advance(5 * 60_000);
      await stack.idle();
      const { filterPolicy } = stack.subscriptions.list().find(({ endpoint }) => endpoint === northManager)!;
      expect(filterPolicy).toEqual({ recipients: ['person-7f3a'] });
      await sampleJourney(stack);
      expect(toldMessages(stack).map(({ protocol }) => protocol)).toEqual(['sms', 'email', 'sms']);
    } finally {
      await stack.stop();
    }
  });
});

/** As examples/contacts.example.json has it. */
const northManager = 'north.team.manager@example.com';

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
  const routes = played.model.httpApis.flatMap(({ routes: all }) =>
    all.map(({ method, template }) => `${method} ${template}`),
  );
  expect([...seen.operations].sort()).toEqual([...routes].sort());
  expect(routes).toHaveLength(17);
});

import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { redriveCommand } from '../../bin/redrive/redrive-command.ts';
import { deployedWorld } from '../../bin/redrive/redrive-world.ts';
import { address, aFaultStory, type FaultStory } from '../support/a-fault-story.ts';
import { faultFile } from '../support/fault-file.ts';
import { toldOfFamily } from '../support/nothing-missing.ts';

/**
 * Work that cannot be done, or does not come to whom it is for: what the alarms
 * say, that other families are served meanwhile, and that it is made up for.
 */

// Hours pass in a story, and the machine may be busy.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let story: FaultStory;
const { endsWith, sumUp } = faultFile('faults of work');

beforeAll(async () => {
  story = await aFaultStory();
});

afterAll(async () => {
  await story?.stop();
});

const mapping = (path: string) => {
  const found = story.stack.mappings.find((one) => one.path.includes(path));
  if (found === undefined) throw new Error(`no mapping ${path}`);
  return found;
};

/** What came to somebody, but for emails by which SNS itself asks them to confirm. */
const inboxOf = (endpoint: string) =>
  story.stack.inbox
    .messages()
    .filter((message) => message.endpoint === endpoint && message.confirmLink === undefined);

/** `npm run redrive -- …` by the story's clock. */
const redrive = (...args: readonly string[]) =>
  story.asOperator(() =>
    redriveCommand(args, async (stage) => ({
      ...(await deployedWorld(stage)),
      clock: { now: () => story.stack.clock.now().getTime() },
    })),
  );

it('a poison record: its family is kept and told of as failing, others go on, and once it is put right its alert goes out', async () => {
  let putRight = async (): Promise<void> => undefined;
  const poisoned = await story.family('poisoned', 'north', {
    afterFirst: async (receiptId) => {
      await story.stack.idle();
      const row = (await story.table.items()).find(({ sk, key }) => sk.startsWith('R#') && key === receiptId);
      if (row === undefined) throw new Error('The first referral has no row.');
      putRight = () => story.table.put(row);
      // As a later release would write it.
      await story.table.put({ ...row, schema: 2 });
    },
  });
  const healthy = await story.family('beside-the-poisoned', 'north');
  await story.passes(2, { by: 1 });
  expect(story.up()).toEqual(['ExaminationsFailed']);
  expect(await toldOfFamily(story, healthy)).toEqual([...healthy.told].sort());
  await story.passes(10);
  expect(story.up()).toEqual(['ExaminationsFailed']);
  await putRight();
  await story.stack.idle();
  expect(await toldOfFamily(story, poisoned)).toEqual([...poisoned.told].sort());
  await endsWith(story, ['ExaminationsFailed']);
});

it('an email that comes back: it waits as a dead letter, and redrive brings it to the manager', async () => {
  story.stack.subscriptions.bounce(address.south, true);
  const family = await story.family('bounced', 'south');
  await story.passes(2, { by: 1 });
  expect(story.up()).toEqual(['AlertsNotDelivered', 'UndeliveredEmailWaiting']);
  expect(inboxOf(address.south)).toEqual([]);
  const listed = await redrive('UndeliveredEmail');
  expect(listed).toMatchObject({ status: 1, out: expect.stringContaining('a message to 1 people') });
  // To look changes nothing, and to bring it back while it still bounces brings it back to the queue.
  expect(inboxOf(address.south)).toEqual([]);
  story.stack.subscriptions.bounce(address.south, false);
  const applied = await redrive('UndeliveredEmail', '--apply');
  expect(applied).toMatchObject({ status: 0, out: expect.stringContaining('nothing is left') });
  await story.stack.idle();
  expect(await toldOfFamily(story, family)).toEqual([address.south]);
  await endsWith(story, ['AlertsNotDelivered', 'UndeliveredEmailWaiting']);
});

it('examine-family switched off: the alarm says so in minutes, nobody is told meanwhile, and then all are raised in the order in which they came, and told', async () => {
  const { enable, disable } = mapping('TimelineChanges');
  const before = inboxOf(address.south).length;
  disable();
  const families = [];
  for (let number = 1; number <= 3; number += 1)
    families.push(await story.family(`unexamined-${number}`, 'south'));
  await story.passes(8, { by: 2, canaryWaits: true });
  expect(story.up()).toEqual(['MappingAmiss']);
  await story.passes(48, { by: 8, canaryWaits: true });
  await story.passes(5, { canaryWaits: true });
  expect(story.up()).toContain('MappingAmiss');
  expect(story.up()).toContain('CanarySilent');
  for (const { familyId } of families) {
    expect(await (await story.client()).openAlert(familyId)).toBeUndefined();
  }
  expect(inboxOf(address.south)).toHaveLength(before);
  enable();
  await story.stack.idle('Canary');
  await story.passes(20);
  const api = await story.client();
  const raised = await Promise.all(families.map(({ familyId }) => api.openAlert(familyId)));
  expect(raised.map((alert) => alert?.state)).toEqual(['sent', 'sent', 'sent']);
  // Who waits for one person may be told a second before another who came first.
  const raisedAt = raised.map((alert) => alert?.raisedAt ?? '');
  expect(raisedAt).toEqual([...raisedAt].sort());
  await endsWith(story, ['CanarySilent', 'MappingAmiss'], ['ExamineFamilyBehind']);
});

it('send-alert switched off: alerts are raised and overdue, and each is told once, more than five in one message, when it is on again', async () => {
  const { enable, disable } = mapping('AlertChanges');
  disable();
  const families = [await story.family('unsent-north', 'north')];
  for (let number = 1; number <= 12; number += 1)
    families.push(await story.family(`unsent-south-${number}`, 'south'));
  const before = inboxOf(address.south).length;
  await story.passes(8, { by: 2, canaryWaits: true });
  expect(story.up()).toContain('MappingAmiss');
  for (const family of families) {
    expect(await (await story.client()).openAlert(family.familyId)).toMatchObject({ state: 'raised' });
    expect(await toldOfFamily(story, family)).toEqual([]);
  }
  enable();
  await story.stack.idle('Canary');
  for (const family of families) expect(await toldOfFamily(story, family)).toEqual([...family.told].sort());
  // The first goes at once; where more than five are left for the same person, they come together.
  const subjects = inboxOf(address.south)
    .slice(before)
    .map(({ subject }) => subject);
  expect(subjects.filter((subject) => /^Tideline: \d+ alerts wait for you/.test(subject ?? ''))).toHaveLength(
    1,
  );
  expect(subjects.length).toBeLessThanOrEqual(12 - 5);
  await endsWith(story, ['MappingAmiss', 'NoticesOverdue'], ['SendAlertBehind']);
});

it('neither examined nor kept for 23 hours: the change waits as a dead letter, and redrive has it examined', async () => {
  const ends = ['dynamodb:Query', 'dynamodb:TransactWriteItems'].map((action) =>
    story.stack.disturb({ functionPath: 'ExamineFamily', action, how: 'throttled' }),
  );
  const callsOf = (action: string) =>
    story.stack
      .calls()
      .filter((call) => call.action === action && call.functionPath.includes('ExamineFamily'));
  const kept = callsOf('dynamodb:UpdateItem').length;
  const patience = { timeout: 60_000, interval: 100 };
  const { disable, enable } = mapping('TimelineChanges');
  // So that what was sent comes as one batch.
  disable();
  const family = await story.family('given-up', 'north');
  enable();
  await vi.waitFor(() => expect(callsOf('dynamodb:UpdateItem').length).toBeGreaterThan(kept), patience);
  // The clock jumps: nothing at all runs on that day, so everything that is to be heard of regularly is silent too.
  story.stack.clock.advance(24 * 60 * 60_000);
  await vi.waitFor(() => expect(callsOf('sqs:SendMessage').length).toBeGreaterThan(0), patience);
  for (const end of ends) end();
  await story.stack.idle('Canary');
  await story.passes(2, { by: 1, canaryWaits: true });
  expect(story.up()).toContain('UnexaminedTimelinesWaiting');
  expect(await toldOfFamily(story, family)).toEqual([]);
  const listed = await redrive('UnexaminedTimelines');
  expect(listed.status).toBe(1);
  expect(await toldOfFamily(story, family)).toEqual([]);
  const applied = await redrive('UnexaminedTimelines', '--apply');
  expect(applied).toMatchObject({ status: 0, out: expect.stringContaining('nothing is left') });
  await story.stack.idle('Canary');
  expect(await toldOfFamily(story, family)).toEqual([...family.told].sort());
  await story.passes(35);
  await endsWith(story, [
    'CanarySilent',
    'ExamineFamilyBehind',
    'SweepNotRunning',
    'UnexaminedTimelinesWaiting',
  ]);
});

it('these were all', () => sumUp(5));

import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { aFaultStory, type FaultStory } from '../support/a-fault-story.ts';
import { faultFile } from '../support/fault-file.ts';
import { toldOfFamily } from '../support/nothing-missing.ts';

/**
 * A service of AWS is out of order for a while: the alarms that go up, what
 * managers still get, and that nothing is missing or doubled afterwards.
 */

// Hours pass in a story, and the machine may be busy.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let story: FaultStory;
const { endsWith, sumUp } = faultFile('faults of AWS');

beforeAll(async () => {
  story = await aFaultStory();
});

afterAll(async () => {
  await story?.stop();
});

it('SNS down for an hour: everything is raised and shown, nothing is sent, and afterwards everybody is told once', async () => {
  const mend = story.stack.disturb({ functionPath: 'SendAlert', action: 'sns:Publish', how: 'unavailable' });
  const ofNorth = await story.family('sns-north', 'north');
  for (let number = 1; number <= 8; number += 1) await story.family(`sns-south-${number}`, 'south');
  await story.passes(6, { by: 3 });
  expect(story.up()).toEqual(['NoticesFailed', 'NoticesOverdue']);
  // Nobody is told, and whoever looks sees the alert.
  expect(await toldOfFamily(story, ofNorth)).toEqual([]);
  expect(await (await story.client()).openAlert(ofNorth.familyId)).toMatchObject({ state: 'raised' });
  await story.passes(54, { by: 9, canaryWaits: true });
  expect(story.up()).toEqual(['CanarySilent', 'NoticesFailed', 'NoticesOverdue']);

  mend();
  // Paced, a second apart, or as a digest: either way each is told once.
  await story.passes(10, { canaryWaits: true });
  await endsWith(story, ['CanarySilent', 'NoticesFailed', 'NoticesOverdue']);
});

it('DynamoDB refuses examinations: they are kept, and made up for', async () => {
  const mend = story.stack.disturb({
    functionPath: 'ExamineFamily',
    action: 'dynamodb:Query',
    how: 'throttled',
  });
  const family = await story.family('examination-throttled', 'north');
  await story.passes(2, { by: 1, canaryWaits: true });
  expect(story.up()).toEqual(['ExaminationsFailed']);
  expect(await toldOfFamily(story, family)).toEqual([]);
  mend();
  await story.passes(10, { canaryWaits: true });
  expect(await toldOfFamily(story, family)).toEqual([...family.told].sort());
  await endsWith(story, ['ExaminationsFailed']);
});

it('DynamoDB takes no referrals: the partner is refused, sends again, and each is there once', async () => {
  const statuses: number[] = [];
  const mend = story.stack.disturb({
    functionPath: 'FrontDoor/RecordReferral/',
    action: 'dynamodb:TransactWriteItems',
    how: 'throttled',
  });
  const family = await story.family('api-throttled', 'south', {
    whenRefused: async (status) => {
      statuses.push(status);
      await story.passes(1, { by: 1, canaryWaits: true });
      if (statuses.length === 3) mend();
    },
  });
  expect(statuses).toEqual([503, 503, 503]);
  expect(story.up()).toEqual(['PartnerApiFailing']);
  await story.stack.idle('Canary');
  expect(await toldOfFamily(story, family)).toEqual([...family.told].sort());
  await endsWith(story, ['PartnerApiFailing']);
});

it('DynamoDB takes a referral and its answer is lost, again and again: sent once more it has the same receipt', async () => {
  const statuses: number[] = [];
  const mend = story.stack.disturb({
    functionPath: 'FrontDoor/RecordReferral/',
    action: 'dynamodb:TransactWriteItems',
    how: 'lost-answer',
  });
  const family = await story.family('answer-lost', 'south', {
    whenRefused: async (status) => {
      statuses.push(status);
      mend();
    },
  });
  // What a partner is told is that it may not be stored, though it is.
  expect(statuses).toHaveLength(1);
  expect(statuses[0]).toBeGreaterThanOrEqual(500);
  await story.stack.idle('Canary');
  expect(await toldOfFamily(story, family)).toEqual([...family.told].sort());
  await endsWith(story, ['PartnerApiFailing']);
});

it('these were all', () => sumUp(4));

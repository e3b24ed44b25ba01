import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import * as z from 'zod';
import type { Alert } from '../../core/alert/alert.ts';
import { referenceOf } from '../../core/alert/reference.ts';
import type { ReferralSubmission } from '../../core/referral/referral-submission.ts';
import { type LocalStack, startLocalStack } from '../../local/stack.ts';
import { withdrawGrant } from '../../scripts/roles/withdraw-grant.ts';
import { sampleFamily } from '../../scripts/sample-family.ts';
import { accessToken, createTidelineClient, type TidelineClient } from '../../scripts/tideline-client.ts';
import { toldMessages } from '../../scripts/told-messages.ts';
import { subscribedPeople } from '../support/subscribed-people.ts';
import { withoutSchedules } from '../support/without-schedules.ts';

/**
 * Nothing is lost and nothing waits behind what fails: through the real parts,
 * with a grant that is taken away while they run and given back later.
 */

let stack: LocalStack;
let altered: Awaited<ReturnType<typeof withoutSchedules>>;
let api: TidelineClient;
const logged: string[] = [];
const minute = 60_000;

beforeAll(async () => {
  altered = await withoutSchedules(inject('assemblyDirectory'), /^Canary/);
  stack = await startLocalStack({
    assemblyDirectory: altered.directory,
    dynamoDbUrl: inject('dynamoDbUrl'),
    onLog: ({ line }) => logged.push(line),
  });
  await subscribedPeople(stack);
  const client = stack.clients.find(({ path }) => path.includes('front-door'))!;
  api = createTidelineClient(stack.apis[0]!.url, await accessToken(stack.tokenUrl, client));
});

afterAll(async () => {
  await stack?.stop();
  await altered?.remove();
});

/** The referrals of the sample family, of which the last raises an alert, as those of another family. */
const familyCalled = (familyRef: string): readonly ReferralSubmission[] =>
  sampleFamily(stack.clock.now()).map(({ referral }) => ({
    ...referral,
    familyRef,
    referralId: `${familyRef}-${referral.referralId}`,
  }));

/** Sends one after the other, so that each is examined before the next arrives. */
async function sendFamily(familyRef: string): Promise<string> {
  let familyId = '';
  for (const referral of familyCalled(familyRef)) {
    ({ familyId } = await api.send(referral));
    await stack.idle();
  }
  return familyId;
}

const openAlert = (familyId: string): Promise<Alert | undefined> => api.openAlert(familyId);
const told = (alert: Alert | undefined): number =>
  toldMessages(stack).filter((message) =>
    JSON.stringify(message).includes(referenceOf(alert?.alertId ?? 'none')),
  ).length;
const linesOf = (code: string): number => logged.filter((line) => line.includes(`"${code}"`)).length;
/** What a run of the sweep says of what it did; a notice that it only compares with the ledger is not brought. */
const SweepCompleted = z.object({
  code: z.literal('sweep-completed'),
  counts: z.object({ unsentNotices: z.int(), failedExaminations: z.int(), nextExaminations: z.int() }),
});
/** How much the sweep has brought back so far. */
const brought = (): number =>
  logged
    .filter((line) => line.includes('"sweep-completed"'))
    .map((line) => SweepCompleted.parse(JSON.parse(line)).counts)
    .reduce((sum, of) => sum + of.unsentNotices + of.failedExaminations + of.nextExaminations, 0);

describe('while the notification service refuses', () => {
  let families: readonly string[];
  const alerts = (): Promise<readonly (Alert | undefined)[]> => Promise.all(families.map(openAlert));

  it('an alert is raised and stays pending, and other work goes on', async () => {
    const giveBack = withdrawGrant(stack.model, 'SendAlert', 'sns:Publish');
    families = [await sendFamily('F-REFUSED-1'), await sendFamily('F-REFUSED-2')];
    expect((await alerts()).map((alert) => [alert?.state, alert?.pendingNotice?.sequence])).toEqual([
      ['raised', 1],
      ['raised', 1],
    ]);
    expect(linesOf('notice-failed')).toBe(2);
    expect(toldMessages(stack)).toEqual([]);
    giveBack();
  });

  it('nothing is due before its time', async () => {
    stack.clock.advance(minute);
    await stack.idle();
    expect(linesOf('sweep-completed')).toBeGreaterThanOrEqual(1);
    expect(brought()).toBe(0);
    expect(toldMessages(stack)).toEqual([]);
  });

  it('minutes later the sweep brings both notices back, and each goes out once', async () => {
    stack.clock.advance(2 * minute);
    await stack.idle();
    expect(brought()).toBe(2);
    for (const alert of await alerts()) {
      expect(alert?.notices.map(({ sequence }) => sequence)).toEqual([1]);
      expect(alert?.state).toBe('sent');
      expect(told(alert)).toBe(2);
    }
  });

  it('then nothing is due any more', async () => {
    for (let minutes = 0; minutes < 10; minutes += 1) {
      stack.clock.advance(minute);
      await stack.idle();
    }
    expect(linesOf('sweep-completed')).toBeGreaterThanOrEqual(12);
    expect(brought()).toBe(2);
  });
});

describe('while a family cannot be examined', () => {
  let familyId: string;
  let broughtBefore = 0;
  let giveBack = (): void => {};

  it('its failure is kept, and other families are examined', async () => {
    broughtBefore = brought();
    giveBack = withdrawGrant(stack.model, 'ExamineFamily', 'dynamodb:PutItem');
    familyId = await sendFamily('F-POISON-1');
    const examined = linesOf('family-examined');
    await api.send({ ...familyCalled('F-SOUND-1')[0]!, household: { children: [] } });
    await stack.idle();
    expect(linesOf('family-examined')).toBe(examined + 1);
    expect(linesOf('examination-failed')).toBe(1);
    expect(await openAlert(familyId)).toBeUndefined();
  });

  it('it is examined again minutes later, as often as it fails', async () => {
    for (const failures of [2, 3]) {
      stack.clock.advance(3 * minute);
      await stack.idle();
      expect(linesOf('examination-failed')).toBe(failures);
    }
    expect(await openAlert(familyId)).toBeUndefined();
  });

  it('once it can be, the alert is raised and people are told, late and not never', async () => {
    giveBack();
    stack.clock.advance(3 * minute);
    await stack.idle();
    const alert = await openAlert(familyId);
    expect(alert).toMatchObject({ state: 'sent' });
    expect(told(alert)).toBe(2);
    expect(brought() - broughtBefore).toBe(3);
  });

  it('then it is due no more', async () => {
    const before = brought();
    stack.clock.advance(10 * minute);
    await stack.idle();
    expect(brought()).toBe(before);
    expect(linesOf('examination-failed')).toBe(3);
  });
});

describe('while even the failure cannot be kept', () => {
  it('the change is delivered again until it can be, and nothing is lost', async () => {
    const failures = linesOf('record-failed');
    const giveBack = withdrawGrant(stack.model, 'ExamineFamily', 'dynamodb:Query');
    const giveBackKeeping = withdrawGrant(stack.model, 'ExamineFamily', 'dynamodb:UpdateItem');
    let familyId = '';
    for (const referral of familyCalled('F-TWICE-1')) ({ familyId } = await api.send(referral));
    await expect.poll(() => linesOf('record-failed'), { timeout: 30_000 }).toBeGreaterThan(failures);
    giveBackKeeping();
    giveBack();
    await stack.idle();
    expect(await openAlert(familyId)).toMatchObject({ state: 'sent' });
  });
});

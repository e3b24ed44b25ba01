import type { LocalStack } from '../../local/stack.ts';
import type { TableOfStack } from '../support/table-of-stack.ts';
import { canaryFamily } from './canary-family.ts';
import type { Telling } from './canary-requests.ts';

const minute = 60_000;

const mappingOf = (stack: LocalStack, path: string) => {
  const found = stack.mappings.find((mapping) => mapping.path.includes(path));
  if (found === undefined) throw new Error(`There is no mapping ${path}.`);
  return found;
};

/** Lets so many families wait for the same people that they are told of them in one message. */
export async function crowd({ stack, words, ask }: Telling): Promise<void> {
  const sending = mappingOf(stack, 'AlertChanges');
  sending.disable();
  const referrals = Array.from({ length: 8 }, () =>
    canaryFamily(words, () => stack.clock.now()).referral({
      purpose: 'challenge',
      regarding: words.word('regarding'),
    }),
  );
  await ask({ method: 'POST', path: '/v1/referrals/batch', sent: { referrals }, expected: 200 });
  await stack.idle();
  sending.enable();
  await stack.idle();
}

/**
 * What goes wrong: a row that cannot be read, a table that takes nothing, a
 * notification service that takes nothing, and an email that comes back. What
 * the ledger should see is left in its queue.
 */
export async function trouble(
  { stack, words, ask }: Telling,
  table: TableOfStack,
  email: string,
): Promise<void> {
  const now = () => stack.clock.now();
  mappingOf(stack, 'AlertLedger').disable();
  const poisoned = canaryFamily(words, now);
  const referrals = { method: 'POST', path: '/v1/referrals' } as const;
  const { receiptId, familyId } = await ask({ ...referrals, sent: poisoned.referral(), expected: 201 });
  await stack.idle();
  const row = (await table.items()).find(({ sk, key }) => sk.startsWith('R#') && key === receiptId);
  if (row === undefined) throw new Error('The referral has no row.');
  // As a later release would write it, and with what a person should not have put there.
  await table.put({ ...row, schema: 2, note: words.word('incidentRef') });
  await ask({ ...referrals, sent: poisoned.referral(), expected: 201 });
  await stack.idle();
  await ask({ method: 'GET', path: `/v1/families/${familyId}`, expected: 500 });

  const giveBack = stack.disturb({
    functionPath: 'FrontDoor/RecordReferral/',
    action: 'dynamodb:TransactWriteItems',
    how: 'throttled',
  });
  await ask({ ...referrals, sent: canaryFamily(words, now).referral(), expected: 503 });
  giveBack();

  // Nobody is to wait for an earlier message when the next is tried.
  stack.clock.advance(minute);
  await stack.idle();
  const publishAgain = stack.disturb({
    functionPath: 'SendAlert',
    action: 'sns:Publish',
    how: 'unavailable',
  });
  await ask({
    ...referrals,
    sent: canaryFamily(words, now).referral({ purpose: 'challenge' }),
    expected: 201,
  });
  await stack.idle();
  publishAgain();
  stack.subscriptions.bounce(email, true);
  // What was not sent is due after two minutes; schedules are heard of, and so are alarms.
  stack.clock.advance(5 * minute);
  await stack.idle();
  await stack.settleAlarms();
}

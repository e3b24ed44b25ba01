import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type LocalStack, startLocalStack } from '../../local/stack.ts';
import { sampleFamily } from '../../scripts/sample-family.ts';
import { accessToken, createTidelineClient, type TidelineClient } from '../../scripts/tideline-client.ts';
import { subscribedPeople } from '../support/subscribed-people.ts';

/** Through the real parts: what goes to managers passes through the ledger, and the sweep finds nothing missing. */

let stack: LocalStack;
let api: TidelineClient;
const logged: Record<string, unknown>[] = [];
const minute = 60_000;

beforeAll(async () => {
  stack = await startLocalStack({
    assemblyDirectory: inject('assemblyDirectory'),
    dynamoDbUrl: inject('dynamoDbUrl'),
    onLog: ({ line }) => {
      if (line.startsWith('{')) logged.push(JSON.parse(line));
    },
  });
  const client = stack.clients.find(({ path }) => path.includes('front-door'))!;
  api = createTidelineClient(stack.apis[0]!.url, await accessToken(stack.tokenUrl, client));
  await subscribedPeople(stack);
});

afterAll(() => stack?.stop());

const linesOf = (code: string) => logged.filter((line) => line.code === code);

/** Sends the sample family under another reference; the id of the alert that its last referral raises. */
async function raise(familyRef: string): Promise<string> {
  let familyId = '';
  for (const { referral } of sampleFamily(stack.clock.now())) {
    const { referralId } = referral;
    ({ familyId } = await api.send({ ...referral, familyRef, referralId: `${familyRef}-${referralId}` }));
    await stack.idle();
  }
  return (await api.openAlert(familyId))!.alertId;
}

async function passMinutes(minutes: number): Promise<void> {
  for (let passed = 0; passed < minutes; passed += 1) {
    stack.clock.advance(minute);
    await stack.idle();
  }
}

it('a notice that goes out is seen by the ledger, and nobody is told of a gap', async () => {
  const alertId = await raise('F-LEDGER-1');
  expect(linesOf('ledger-kept')).toMatchObject([{ alertId }]);
  await passMinutes(7);
  expect(linesOf('sweep-completed').length).toBeGreaterThan(5);
  expect(linesOf('ledger-gap')).toEqual([]);
});

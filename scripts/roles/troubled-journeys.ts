import { setTimeout as delay } from 'node:timers/promises';
import type { RecordedCall } from '../../local/gateway/recorded-call.ts';
import { type LocalStack, startLocalStack } from '../../local/stack.ts';
import { sampleFamily } from '../sample-family.ts';
import { alteredAssembly } from './altered-assembly.ts';
import { frontDoorClient, sampleJourney } from './sample-journey.ts';
import { withdrawGrant } from './withdraw-grant.ts';

const minute = 60_000;

/** A family that cannot be examined at first: its failure is kept, swept, and taken away by the examination that succeeds. */
export async function troubledJourney(stack: LocalStack): Promise<void> {
  const giveBack = withdrawGrant(stack.model, 'ExamineFamily', 'dynamodb:GetItem');
  await sampleJourney(stack);
  giveBack();
  stack.clock.advance(3 * minute);
  await stack.idle();
}

export type FailingOptions = { readonly assemblyDirectory: string; readonly dynamoDbUrl?: string };

/**
 * Both readers of the stream fail with every change there is, and time passes
 * until the mappings give up. The roles are those of the product.
 */
export async function journeyOfFailure(options: FailingOptions): Promise<readonly RecordedCall[]> {
  const altered = await alteredAssembly(options.assemblyDirectory, (template) => {
    const resources = Object.entries(template.Resources);
    const mappings = resources.filter(([, { Type }]) => Type === 'AWS::Lambda::EventSourceMapping');
    const readers = resources.filter(([id, { Type }]) => Type === 'AWS::Lambda::Function' && isReader(id));
    for (const [, { Properties }] of mappings) delete Properties.FilterCriteria;
    for (const [, { Properties }] of readers) Properties.Environment = { Variables: {} };
    return mappings.length + readers.length;
  });
  const failed = new Set<string>();
  const stack = await startLocalStack({
    ...options,
    assemblyDirectory: altered.directory,
    onProblem: () => undefined,
    onLog: ({ functionPath }) => failed.add(functionPath),
  });
  try {
    const [first] = sampleFamily(stack.clock.now());
    if (first === undefined) throw new Error('There is no sample.');
    await (await frontDoorClient(stack)).send(first.referral);
    await untilBothReaders(() => failed);
    stack.clock.advance(24 * 60 * minute);
    await untilBothReaders(() => reporting(stack.calls()));
    return stack.calls();
  } finally {
    await stack.stop();
    await altered.remove();
  }
}

const isReader = (name: string): boolean => /ExamineFamily|SendAlert/.test(name);

/** Functions for which something was reported to a queue. */
const reporting = (calls: readonly RecordedCall[]): ReadonlySet<string> =>
  new Set(calls.filter(({ action }) => action === 'sqs:SendMessage').map(({ functionPath }) => functionPath));

/** Looks until both readers are among those functions. Throws where that takes more than a minute. */
async function untilBothReaders(among: () => ReadonlySet<string>): Promise<void> {
  for (let looks = 0; looks < 1_200; looks += 1) {
    if ([...among()].filter(isReader).length === 2) return;
    await delay(50);
  }
  throw new Error('The readers of the stream have not failed as they should.');
}

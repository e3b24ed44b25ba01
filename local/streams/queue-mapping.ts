import { DeleteMessageCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { LocalMapping } from '../assembly/model.ts';
import type { InvocationOutcome } from '../lambda/messages.ts';
import { compileFilterPatterns } from './filter-pattern.ts';
import type { MappingContext } from './mapping-context.ts';
import { type PollLoop, startPollLoop } from './poll-loop.ts';

/** SQS hands out at most ten messages at once; larger batches need a batching window, which is not waited for here. */
const mostMessages = 10;

/**
 * Runs the mapping of a queue to a function, with the function's role. What the
 * function does not finish stays in the queue and comes back when the queue's
 * visibility timeout has passed, in real time.
 */
export function startQueueMapping(mapping: LocalMapping, context: MappingContext): PollLoop {
  const client = new SQSClient(context.clientConfiguration);
  const queueUrl = `${context.gatewayUrl}/${context.account}/${mapping.sourceArn.split(':').at(-1)}`;
  const passes = compileFilterPatterns(mapping.filterPatterns, mapping.path);
  const loop = startPollLoop({
    path: mapping.path,
    onFault: context.onFault,
    async look() {
      if (context.power.state() === 'Disabled') return false;
      const received = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: Math.min(mapping.batchSize, mostMessages),
          MessageSystemAttributeNames: ['All'],
          MessageAttributeNames: ['All'],
        }),
      );
      const messages = received.Messages ?? [];
      const wanted = messages.filter((message) => passes(filterableOf(message)));
      const outcome =
        wanted.length > 0 ? await context.invoke(eventOf(wanted, mapping, context)) : nothingToDo;
      const failed = failedIds(outcome, wanted, mapping);
      const done = messages.filter((message) => !failed.has(message.MessageId));
      for (const { ReceiptHandle } of done) {
        await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
      }
      return messages.length > 0;
    },
  });
  return {
    ...loop,
    async stop() {
      await loop.stop();
      client.destroy();
    },
  };
}

const nothingToDo: InvocationOutcome = { ok: true, value: null };

/** A body that is JSON is matched as the object it holds. */
function filterableOf(message: Message): unknown {
  try {
    return { body: JSON.parse(message.Body ?? '') };
  } catch {
    return { body: message.Body };
  }
}

function eventOf(messages: readonly Message[], mapping: LocalMapping, context: MappingContext): object {
  return {
    Records: messages.map((message) => ({
      messageId: message.MessageId,
      receiptHandle: message.ReceiptHandle,
      body: message.Body,
      attributes: message.Attributes ?? {},
      messageAttributes: Object.fromEntries(
        Object.entries(message.MessageAttributes ?? {}).map(([name, { StringValue, DataType }]) => [
          name,
          { stringValue: StringValue, dataType: DataType, stringListValues: [], binaryListValues: [] },
        ]),
      ),
      md5OfBody: message.MD5OfBody,
      eventSource: 'aws:sqs',
      eventSourceARN: mapping.sourceArn,
      awsRegion: context.region,
    })),
  };
}

/** An error, and an identifier that is unknown or empty, fails the whole batch. */
function failedIds(
  outcome: InvocationOutcome,
  messages: readonly Message[],
  mapping: LocalMapping,
): ReadonlySet<string | undefined> {
  const all = new Set(messages.map((message) => message.MessageId));
  if (!outcome.ok) return all;
  const failures = (outcome.value as { batchItemFailures?: unknown } | null)?.batchItemFailures;
  if (!mapping.reportsBatchItemFailures || !Array.isArray(failures)) return new Set();
  const ids = failures.map((failure: { itemIdentifier?: string } | null) => failure?.itemIdentifier);
  return ids.every((id) => all.has(id)) ? new Set(ids) : all;
}

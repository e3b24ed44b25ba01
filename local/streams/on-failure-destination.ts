import { randomUUID } from 'node:crypto';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { LocalMapping } from '../assembly/model.ts';
import type { DiscardedBatch } from './deliver-batch.ts';
import type { MappingContext } from './mapping-context.ts';

/**
 * Tells a mapping's on-failure destination, a queue or a topic, which records
 * were given up on. It gets their place in the stream, not the records. A
 * destination that refuses is reported, and the mapping goes on.
 */
export async function sendToDestination(
  batch: DiscardedBatch,
  mapping: LocalMapping,
  context: MappingContext,
): Promise<void> {
  const destination = mapping.onFailureArn;
  if (destination === undefined) return;
  const text = JSON.stringify(reportOf(batch, mapping, context));
  try {
    await send(destination, text, context);
  } catch (cause) {
    const reason = (cause as Error).message;
    context.onFault(
      new Error(`${mapping.path} cannot report to its on-failure destination: ${reason}`, { cause }),
    );
  }
}

async function send(destination: string, text: string, context: MappingContext): Promise<void> {
  const [, , service, , , name = ''] = destination.split(':');
  if (service === 'sqs') {
    const client = new SQSClient(context.clientConfiguration);
    const queueUrl = `${context.gatewayUrl}/${context.account}/${name}`;
    await client
      .send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: text }))
      .finally(() => client.destroy());
  } else if (service === 'sns') {
    const client = new SNSClient(context.clientConfiguration);
    await client
      .send(new PublishCommand({ TopicArn: destination, Message: text }))
      .finally(() => client.destroy());
  } else {
    throw new Error(`the local stack does not know the destination ${destination}`);
  }
}

/** The invocation record of the Lambda developer guide for a discarded DynamoDB batch. */
function reportOf(batch: DiscardedBatch, mapping: LocalMapping, context: MappingContext): object {
  const first = batch.records[0]?.dynamodb;
  const last = batch.records.at(-1)?.dynamodb;
  return {
    requestContext: {
      requestId: randomUUID(),
      functionArn: mapping.functionArn,
      condition: batch.condition,
      approximateInvokeCount: batch.invocations,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: context.clock.now().toISOString(),
    DDBStreamBatchInfo: {
      shardId: 'shardId-local',
      startSequenceNumber: first?.SequenceNumber,
      endSequenceNumber: last?.SequenceNumber,
      approximateArrivalOfFirstRecord: arrivalOf(first),
      approximateArrivalOfLastRecord: arrivalOf(last),
      batchSize: batch.records.length,
      streamArn: mapping.sourceArn,
    },
  };
}

function arrivalOf(record: { ApproximateCreationDateTime: number } | undefined): string {
  return new Date((record?.ApproximateCreationDateTime ?? 0) * 1_000).toISOString();
}

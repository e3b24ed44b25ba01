import type { Dispatch } from './postbag.ts';

/**
 * The notification that SNS makes of a message for a queue, here one that takes
 * what could not be delivered (SNS Developer Guide, "Parsing Amazon SNS message
 * formats"). `text` is what the message says to the subscription's protocol.
 * It is not signed.
 */
export function notificationOf({ publication, at }: Dispatch, text: string): string {
  const { messageId, topicArn, subject, attributes } = publication;
  const described = Object.entries(attributes).map(([name, { dataType, value }]) => [
    name,
    { Type: dataType, Value: value },
  ]);
  return JSON.stringify({
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    ...(subject !== undefined && { Subject: subject }),
    Message: text,
    Timestamp: at.toISOString(),
    ...(described.length > 0 && { MessageAttributes: Object.fromEntries(described) }),
  });
}

import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Notifier } from '../../../core/ports/notifier.ts';

/**
 * Publishes a message once to the topic. Each person's subscription filters on
 * their own opaque id among `recipients`, and each channel takes its own text.
 */
export const snsNotifier = (client: Pick<SNSClient, 'send'>, topicArn: string): Notifier => ({
  publish: async ({ notices, recipients, severity, rendered }) => {
    const { subject, email, sms } = rendered;
    const { MessageId } = await client.send(
      new PublishCommand({
        TopicArn: topicArn,
        Subject: subject,
        MessageStructure: 'json',
        // Whoever takes neither gets the short one: both count towards the size of what may be published.
        Message: JSON.stringify({ default: sms, email, sms }),
        MessageAttributes: {
          recipients: { DataType: 'String.Array', StringValue: JSON.stringify(recipients) },
          // Tells the ledger what it has seen; each is `<alert id>#<sequence>`.
          notices: {
            DataType: 'String.Array',
            StringValue: JSON.stringify(notices.map(({ alertId, sequence }) => `${alertId}#${sequence}`)),
          },
          severity: { DataType: 'String', StringValue: severity },
          // Without it SNS sends a text as promotional: best effort, at the lowest cost.
          'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' },
        },
      }),
    );
    if (MessageId === undefined) throw new Error('The notification service took a notice without naming it.');
    return { messageId: MessageId };
  },
});

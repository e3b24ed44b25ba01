/** What SNS puts into a queue for a message that tells of notices, as `<alert id>#<sequence>`, to people. */
export const aPublishedMessage = ({
  notices = ['0123456789AB#1'],
  recipients = ['person-1'],
  messageId = '5b4f1e9a-0000-4000-8000-000000000001',
}: {
  readonly notices?: readonly unknown[];
  readonly recipients?: readonly string[];
  readonly messageId?: string;
} = {}): string =>
  JSON.stringify({
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: 'arn:aws:sns:eu-west-2:111122223333:alerts',
    Subject: 'Tideline 0123-4567-89AB: repeated concerns',
    Message: 'somebody@example.com is not in here on AWS, and must not be printed if it were. +447700900123',
    Timestamp: '2026-11-02T10:00:01.000Z',
    SignatureVersion: '1',
    UnsubscribeURL: 'https://sns.eu-west-2.amazonaws.com/?Action=Unsubscribe',
    MessageAttributes: {
      recipients: { Type: 'String.Array', Value: JSON.stringify(recipients) },
      notices: { Type: 'String.Array', Value: JSON.stringify(notices) },
      severity: { Type: 'String', Value: 'escalate' },
    },
  });

/** What the infrastructure would name, as functions are told of it. */
export const tableName = 'tideline';
export const topicArn = 'arn:aws:sns:eu-west-2:111122223333:alerts';

/** The dead-letter queue of each channel. */
export const failureQueues = {
  email: 'arn:aws:sqs:eu-west-2:111122223333:undelivered-email',
  sms: 'arn:aws:sqs:eu-west-2:111122223333:undelivered-sms',
} as const;

/** The mappings that bring the table's changes to functions, by UUID. */
export const mappingIds = { 'examine-family': 'mapping-timelines', 'send-alert': 'mapping-alerts' } as const;

/** The functions that read the table's stream. */
export type Consumer = keyof typeof mappingIds;

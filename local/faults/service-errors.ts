import type { AwsError } from '../gateway/error-answer.ts';

/**
 * What each service says when it takes no more of a caller's requests. From the
 * services' API references, "Errors" and "Common Errors"; SNS names no error for
 * Publish there, and says `Throttling` in practice.
 */
const throttling: Readonly<Record<string, AwsError>> = {
  dynamodb: {
    code: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
    message: 'The level of configured provisioned throughput for the table was exceeded.',
    status: 400,
  },
  sns: { code: 'Throttling', message: 'Rate exceeded', status: 400 },
  sqs: { code: 'com.amazonaws.sqs#RequestThrottled', message: 'Request is throttled.', status: 400 },
  lambda: { code: 'TooManyRequestsException', message: 'Rate Exceeded.', status: 429 },
  'cognito-idp': { code: 'TooManyRequestsException', message: 'Rate exceeded', status: 400 },
};

/** What each service says when the failure is its own. */
const failing: Readonly<Record<string, AwsError>> = {
  dynamodb: {
    code: 'com.amazonaws.dynamodb.v20120810#InternalServerError',
    message: 'Internal server error',
    status: 500,
  },
  sns: { code: 'InternalError', message: 'An internal error occurred.', status: 500 },
  kms: { code: 'KMSInternalException', message: 'An internal error occurred.', status: 500 },
  lambda: { code: 'ServiceException', message: 'An internal error occurred.', status: 500 },
  'cognito-idp': { code: 'InternalErrorException', message: 'An internal error occurred.', status: 500 },
};

/** The throttling error of a service, by its signing name. */
export const throttlingOf = (service: string): AwsError =>
  throttling[service] ?? { code: 'ThrottlingException', message: 'Rate exceeded', status: 400 };

/** The error of a service that is out of order, by its signing name. */
export const failureOf = (service: string): AwsError =>
  failing[service] ?? { code: 'ServiceUnavailable', message: 'Service is unavailable.', status: 503 };

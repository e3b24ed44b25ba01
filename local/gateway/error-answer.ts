import type { BackendAnswer } from './backend-call.ts';

export type AwsError = { readonly code: string; readonly message: string; readonly status: number };

/** Namespaces of the services that speak the query protocol. */
const queryNamespaces: Readonly<Record<string, string>> = {
  sns: 'http://sns.amazonaws.com/doc/2010-03-31/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
  cloudformation: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
};

const contentTypes: Readonly<Record<string, string>> = {
  kms: 'application/x-amz-json-1.1',
  'cognito-idp': 'application/x-amz-json-1.1',
  lambda: 'application/json',
};

/** An error in the form that the SDK client of a service reads: XML for the query protocol, JSON for the others. */
export const errorAnswer = (service: string, { code, message, status }: AwsError): BackendAnswer => {
  const namespace = queryNamespaces[service];
  if (namespace !== undefined) {
    const body =
      `<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type>` +
      `<Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message></Error>` +
      `<RequestId>local</RequestId></ErrorResponse>`;
    return { status, contentType: 'text/xml', body };
  }
  return {
    status,
    contentType: contentTypes[service] ?? 'application/x-amz-json-1.0',
    body: JSON.stringify({ __type: code, message }),
  };
};

/** What each service calls a call that policies do not allow. */
const denialCodes: Readonly<Record<string, { readonly code: string; readonly status: number }>> = {
  dynamodb: { code: 'com.amazon.coral.service#AccessDeniedException', status: 400 },
  kms: { code: 'AccessDeniedException', status: 400 },
  'cognito-idp': { code: 'AccessDeniedException', status: 400 },
  sqs: { code: 'com.amazon.coral.service#AccessDeniedException', status: 403 },
  sns: { code: 'AuthorizationError', status: 403 },
};

/** What SNS and SQS call a call that fails for the use of a key (their API references, "Errors"). */
const keyDenialCodes: Readonly<Record<string, { readonly code: string; readonly status: number }>> = {
  sqs: { code: 'com.amazonaws.sqs#KmsAccessDenied', status: 400 },
  sns: { code: 'KMSAccessDenied', status: 400 },
};

type Denied = { readonly action: string; readonly resource: string; readonly decision: string };

/** The refusal of a call, as AWS words it. */
export const denial = (service: string, caller: string, denied: Denied): AwsError => {
  const forKey = denied.action.startsWith('kms:') ? keyDenialCodes[service] : undefined;
  const { code, status } = forKey ?? denialCodes[service] ?? { code: 'AccessDeniedException', status: 403 };
  const why =
    denied.decision === 'explicitly-denied'
      ? 'with an explicit deny in a policy'
      : `because no policy allows the ${denied.action} action`;
  return {
    code,
    status,
    message: `User: ${caller} is not authorized to perform: ${denied.action} on resource: ${denied.resource} ${why}`,
  };
};

/** The refusal of an access key that belongs to nobody. */
export const unknownCaller = (service: string): AwsError =>
  service === 'dynamodb' || service === 'kms'
    ? {
        code: 'UnrecognizedClientException',
        status: 400,
        message: 'The security token included in the request is invalid.',
      }
    : {
        code: 'InvalidClientTokenId',
        status: 403,
        message: 'The security token included in the request is invalid.',
      };

/** A text as it stands in XML. */
export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

import * as z from 'zod';
import type { AssemblyModel } from '../assembly/model.ts';
import { UnsupportedRequest } from '../iam/call-reader.ts';
import { done, invalidParameter, notFound, type SnsOutcome } from './sns-refusal.ts';
import type { SubscriptionProtocol } from './subscription.ts';
import { checkAttribute, type SubscriptionAttributes } from './subscription-attributes.ts';
import type { NewSubscription } from './subscription-registry.ts';

const Form = z.record(z.string(), z.string());
const Protocol = z.enum(['email', 'sms', 'sqs']);

/** Protocols of SNS that the local stack has nothing to deliver with. */
const otherProtocols = ['http', 'https', 'email-json', 'application', 'lambda', 'firehose'];

export type SubscribeRequest = Omit<NewSubscription, 'principalArn'> & { readonly returnArn: boolean };

/**
 * Reads the form of a Subscribe request and checks what SNS checks. Throws
 * UnsupportedRequest for what SNS takes and the local stack does not know.
 */
export function readSubscribe(body: unknown, model: AssemblyModel): SnsOutcome<SubscribeRequest> {
  const form = Form.parse(body);
  const { TopicArn: topicArn = '', Protocol: protocolText = '', Endpoint: endpoint = '' } = form;
  if (!model.topics.some(({ arn }) => arn === topicArn)) return notFound('Topic');
  if (otherProtocols.includes(protocolText))
    throw new UnsupportedRequest(`The local stack does not know subscriptions by ${protocolText}.`);
  const protocol = Protocol.safeParse(protocolText);
  if (!protocol.success) return invalidParameter(`Does not support this protocol string: ${protocolText}`);
  const fault = faultOfEndpoint(protocol.data, endpoint);
  if (fault !== undefined) return invalidParameter(fault);
  if (protocol.data === 'sqs' && !model.queues.some(({ arn }) => arn === endpoint))
    throw new UnsupportedRequest('The local stack subscribes queues of the assembly only.');
  const attributes = attributesIn(form);
  for (const [name, value] of Object.entries(attributes)) {
    const checked = checkAttribute(name, value, protocol.data, model);
    if (checked.kind === 'refused') return checked;
  }
  return done({
    topicArn,
    protocol: protocol.data,
    endpoint,
    attributes,
    returnArn: form.ReturnSubscriptionArn === 'true',
  });
}

/** Says nothing of the endpoint itself: it is somebody's address. */
function faultOfEndpoint(protocol: SubscriptionProtocol, endpoint: string): string | undefined {
  switch (protocol) {
    case 'email':
      return /^[^\s@]+@[^\s@]+$/.test(endpoint) ? undefined : 'Email address';
    case 'sms':
      return /^\+?[1-9]\d{6,14}$/.test(endpoint) ? undefined : 'Invalid SMS endpoint';
    case 'sqs':
      return /^arn:aws:sqs:[^:]+:\d{12}:[^:]+$/.test(endpoint) ? undefined : 'SQS endpoint ARN';
  }
}

function attributesIn(form: Readonly<Record<string, string>>): SubscriptionAttributes {
  const entries = Object.entries(form).flatMap(([field, name]) => {
    const [, entry] = /^(Attributes\.entry\.\d+)\.key$/.exec(field) ?? [];
    const value = form[`${entry}.value`] ?? '';
    // SNS keeps no empty attribute.
    return entry === undefined || value === '' ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

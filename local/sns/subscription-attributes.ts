import * as z from 'zod';
import type { AssemblyModel, LocalSubscription } from '../assembly/model.ts';
import { UnsupportedRequest } from '../iam/call-reader.ts';
import { faultOfFilterPolicy } from './filter-policy.ts';
import { done, invalidParameter, type SnsOutcome } from './sns-refusal.ts';
import type { LiveSubscription, SubscriptionProtocol } from './subscription.ts';

export type SubscriptionAttributes = LiveSubscription['attributes'];

/** What SNS takes for an attribute that is not set. */
const defaults: SubscriptionAttributes = {
  FilterPolicyScope: 'MessageAttributes',
  RawMessageDelivery: 'false',
};

/** Attributes of SNS that the local stack does not act on, so that it does not take them. */
const unsupported = ['DeliveryPolicy', 'SubscriptionRoleArn', 'ReplayPolicy'];

const Redrive = z.object({ deadLetterTargetArn: z.string() });

/**
 * Checks one attribute as SNS does for Subscribe and SetSubscriptionAttributes.
 * Throws UnsupportedRequest where SNS would take it and the local stack cannot
 * act on it.
 */
export function checkAttribute(
  name: string,
  value: string,
  protocol: SubscriptionProtocol,
  model: AssemblyModel,
): SnsOutcome<string> {
  switch (name) {
    case 'FilterPolicy':
      return checkFilterPolicy(value);
    case 'FilterPolicyScope':
      return checkScope(value);
    case 'RedrivePolicy':
      return checkRedrivePolicy(value, model);
    case 'RawMessageDelivery':
      return checkRawDelivery(value, protocol);
    default:
      if (unsupported.includes(name))
        throw new UnsupportedRequest(`The local stack does not know the attribute ${name} of subscriptions.`);
      return invalidParameter('AttributeName');
  }
}

function checkFilterPolicy(value: string): SnsOutcome<string> {
  const fault = value === '' ? undefined : faultOfFilterPolicy(value);
  return fault === undefined ? done(value) : invalidParameter(`FilterPolicy: ${fault}`);
}

function checkScope(value: string): SnsOutcome<string> {
  if (value === 'MessageBody')
    throw new UnsupportedRequest('The local stack filters on message attributes only.');
  return value === 'MessageAttributes'
    ? done(value)
    : invalidParameter(`FilterPolicyScope: Invalid value [${value}].`);
}

function checkRedrivePolicy(value: string, model: AssemblyModel): SnsOutcome<string> {
  if (value === '') return done(value);
  const parsed = Redrive.safeParse(parseOrUndefined(value));
  if (!parsed.success) return invalidParameter('RedrivePolicy: failed to parse JSON.');
  return model.queues.some(({ arn }) => arn === parsed.data.deadLetterTargetArn)
    ? done(value)
    : invalidParameter('RedrivePolicy: deadLetterTargetArn is an invalid arn');
}

function checkRawDelivery(value: string, protocol: SubscriptionProtocol): SnsOutcome<string> {
  if (value !== 'true' && value !== 'false') return invalidParameter('RawMessageDelivery');
  return value === 'true' && protocol !== 'sqs'
    ? invalidParameter(`Delivery protocol [${protocol}] does not support raw message delivery.`)
    : done(value);
}

/** Whether every attribute that a request gives is what a subscription has. One that the request leaves out may be anything. */
export function agrees(given: SubscriptionAttributes, existing: SubscriptionAttributes): boolean {
  const canonical = (text: string | undefined) => JSON.stringify(parseOrUndefined(text ?? '')) ?? text;
  return Object.entries(given).every(
    ([name, value]) => canonical(value) === canonical(existing[name] ?? defaults[name]),
  );
}

/** The attributes of a subscription of the template. */
export function attributesOf(subscription: LocalSubscription): SubscriptionAttributes {
  const { filterPolicy, filterPolicyScope, rawMessageDelivery, deadLetterQueueArn } = subscription;
  return {
    RawMessageDelivery: String(rawMessageDelivery),
    ...(filterPolicy !== undefined && {
      FilterPolicy: JSON.stringify(filterPolicy),
      FilterPolicyScope: filterPolicyScope,
    }),
    ...(deadLetterQueueArn !== undefined && {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetterQueueArn }),
    }),
  };
}

/** Arn of the dead-letter queue that a redrive policy names; undefined where there is none. */
export function deadLetterArnOf(attributes: SubscriptionAttributes): string | undefined {
  const policy = attributes.RedrivePolicy;
  return policy ? Redrive.parse(JSON.parse(policy)).deadLetterTargetArn : undefined;
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

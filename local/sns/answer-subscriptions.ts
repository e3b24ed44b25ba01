import * as z from 'zod';
import type { AssemblyModel } from '../assembly/model.ts';
import type { BackendAnswer } from '../gateway/backend-call.ts';
import { whyUndeliverable } from '../gateway/deliverable.ts';
import { errorAnswer } from '../gateway/error-answer.ts';
import { UnsupportedRequest } from '../iam/call-reader.ts';
import { element, snsAnswer } from './answer-xml.ts';
import type { EmulatedQueues } from './emulated-queues.ts';
import { listPage } from './list-page.ts';
import { done, invalidParameter, notFound, type SnsOutcome } from './sns-refusal.ts';
import type { LiveSubscription } from './subscription.ts';
import { agrees, checkAttribute } from './subscription-attributes.ts';
import type { SubscriptionRegistry } from './subscription-registry.ts';
import { readSubscribe } from './subscription-request.ts';

export type SubscriptionDesk = {
  readonly model: AssemblyModel;
  readonly registry: SubscriptionRegistry;
  readonly queues: EmulatedQueues;
};

/** An operation on subscriptions that policies allow, and the arn of the role that asks. */
export type SubscriptionRequest = {
  readonly operation: string;
  readonly body: unknown;
  readonly principalArn: string;
};

type Operation = (
  request: SubscriptionRequest,
  desk: SubscriptionDesk,
) => Promise<SnsOutcome<string | undefined>> | SnsOutcome<string | undefined>;

/** Answers an operation on subscriptions as SNS does. Throws UnsupportedRequest for one it does not know. */
export async function answerSubscriptions(
  request: SubscriptionRequest,
  desk: SubscriptionDesk,
): Promise<BackendAnswer> {
  const operation = Object.hasOwn(operations, request.operation) ? operations[request.operation] : undefined;
  if (operation === undefined)
    throw new UnsupportedRequest(`The local stack does not answer sns:${request.operation}.`);
  const outcome = await operation(request, desk);
  return outcome.kind === 'done'
    ? snsAnswer(request.operation, outcome.value)
    : errorAnswer('sns', outcome.refusal);
}

const subscribe: Operation = async ({ body, principalArn }, { model, registry, queues }) => {
  const read = readSubscribe(body, model);
  if (read.kind === 'refused') return read;
  const { returnArn, ...wanted } = read.value;
  const existing = registry
    .all()
    .find(
      ({ topicArn, protocol, endpoint }) =>
        topicArn === wanted.topicArn && protocol === wanted.protocol && endpoint === wanted.endpoint,
    );
  if (existing !== undefined && !agrees(wanted.attributes, existing.attributes))
    return invalidParameter('Attributes Reason: Subscription already exists with different attributes');
  if (existing !== undefined && existing.state !== 'confirmed') registry.askAgain(existing.arn);
  const subscription = existing ?? registry.add({ ...wanted, principalArn });
  if (existing === undefined && isFed(subscription, model)) await queues.subscribe(subscription);
  const shown = returnArn || subscription.state === 'confirmed' ? subscription.arn : 'pending confirmation';
  return done(element('SubscriptionArn', shown));
};

/** Whether the emulator may bring a queue its messages: else they vanish, as in AWS, and count as failed. */
const isFed = ({ protocol, topicArn, endpoint }: LiveSubscription, model: AssemblyModel): boolean =>
  protocol === 'sqs' && whyUndeliverable(model, topicArn, endpoint) === undefined;

const OnSubscription = z.looseObject({ SubscriptionArn: z.string() });

const unsubscribe: Operation = async ({ body }, { registry, queues }) => {
  const { SubscriptionArn: arn } = OnSubscription.parse(body);
  const malformed = faultOfArn(arn);
  if (malformed !== undefined) return malformed;
  const subscription = registry.find(arn);
  // SNS has nothing against the end of a subscription that is not there.
  if (subscription === undefined) return done(undefined);
  if (subscription.state !== 'confirmed')
    return invalidParameter('SubscriptionArn Reason: The subscription is pending confirmation');
  registry.remove(arn);
  if (subscription.protocol === 'sqs') await queues.unsubscribe(subscription);
  return done(undefined);
};

/** The lists of SNS give a word in place of the arn of a pending subscription. */
const faultOfArn = (arn: string) => {
  const parts = arn.split(':').length;
  return parts < 6
    ? invalidParameter(`SubscriptionArn Reason: An ARN must have at least 6 elements, not ${parts}`)
    : undefined;
};

const OnTopic = z.looseObject({ TopicArn: z.string(), NextToken: z.string().optional() });

const listByTopic: Operation = ({ body }, { model, registry }) => {
  const { TopicArn, NextToken } = OnTopic.parse(body);
  if (!model.topics.some(({ arn }) => arn === TopicArn)) return notFound('Topic');
  const page = listPage(
    registry.all().filter(({ topicArn }) => topicArn === TopicArn),
    NextToken,
  );
  if (page === undefined) return invalidParameter('NextToken');
  const members = page.members.map((subscription) => listed(subscription, model.account)).join('');
  const next = page.nextToken === undefined ? '' : element('NextToken', page.nextToken);
  return done(`<Subscriptions>${members}</Subscriptions>${next}`);
};

const listed = ({ arn, state, topicArn, protocol, endpoint }: LiveSubscription, account: string): string =>
  `<member>${element('SubscriptionArn', state === 'confirmed' ? arn : 'PendingConfirmation')}${element(
    'Owner',
    account,
  )}${element('Protocol', protocol)}${element('Endpoint', endpoint)}${element('TopicArn', topicArn)}</member>`;

const getAttributes: Operation = ({ body }, { model, registry }) => {
  const { SubscriptionArn: arn } = OnSubscription.parse(body);
  const malformed = faultOfArn(arn);
  if (malformed !== undefined) return malformed;
  const subscription = registry.find(arn);
  if (subscription === undefined) return notFound('Subscription');
  const { protocol, state, attributes, principalArn } = subscription;
  const shown: Readonly<Record<string, string>> = {
    SubscriptionArn: arn,
    TopicArn: subscription.topicArn,
    Protocol: protocol,
    Endpoint: subscription.endpoint,
    Owner: model.account,
    // A link in an email is followed by whoever has the email.
    ConfirmationWasAuthenticated: String(protocol !== 'email'),
    PendingConfirmation: String(state !== 'confirmed'),
    SubscriptionPrincipal: principalArn ?? `arn:aws:iam::${model.account}:root`,
    RawMessageDelivery: 'false',
    ...(attributes.FilterPolicy !== undefined && { FilterPolicyScope: 'MessageAttributes' }),
    ...attributes,
  };
  const entries = Object.entries(shown)
    .map(([key, value]) => `<entry>${element('key', key)}${element('value', value)}</entry>`)
    .join('');
  return done(`<Attributes>${entries}</Attributes>`);
};

const OnAttribute = OnSubscription.extend({
  AttributeName: z.string(),
  AttributeValue: z.string().default(''),
});

const setAttributes: Operation = async ({ body }, { model, registry, queues }) => {
  const { SubscriptionArn: arn, AttributeName: name, AttributeValue: value } = OnAttribute.parse(body);
  const malformed = faultOfArn(arn);
  if (malformed !== undefined) return malformed;
  const subscription = registry.find(arn);
  if (subscription === undefined) return notFound('Subscription');
  const checked = checkAttribute(name, value, subscription.protocol, model);
  if (checked.kind === 'refused') return checked;
  registry.setAttribute(arn, name, value);
  if (subscription.protocol === 'sqs') await queues.setAttribute(subscription, name, value);
  return done(undefined);
};

const operations: Readonly<Record<string, Operation>> = {
  Subscribe: subscribe,
  Unsubscribe: unsubscribe,
  ListSubscriptionsByTopic: listByTopic,
  GetSubscriptionAttributes: getAttributes,
  SetSubscriptionAttributes: setAttributes,
};

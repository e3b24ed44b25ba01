import {
  ListSubscriptionsByTopicCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';

const topic = new SNSClient();
const TopicArn = process.env.TOPIC_ARN;

/** POST /members subscribes somebody, GET lists who is subscribed, DELETE ends a subscription by its arn. */
export async function handler(event) {
  const { method } = event.requestContext.http;
  if (method === 'POST') return { arn: await subscribe(JSON.parse(event.body)) };
  if (method === 'DELETE') return { statusCode: await unsubscribe(JSON.parse(event.body).arn) };
  const { Subscriptions } = await topic.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  return Subscriptions.map(({ Endpoint, SubscriptionArn }) => [Endpoint, SubscriptionArn]);
}

async function subscribe({ protocol, endpoint, depot }) {
  const { SubscriptionArn } = await topic.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: protocol,
      Endpoint: endpoint,
      ReturnSubscriptionArn: true,
      Attributes: {
        FilterPolicy: JSON.stringify({ depots: [depot] }),
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn: process.env.UNDELIVERED_ARN }),
      },
    }),
  );
  return SubscriptionArn;
}

async function unsubscribe(SubscriptionArn) {
  try {
    await topic.send(new UnsubscribeCommand({ SubscriptionArn }));
    return 204;
  } catch (error) {
    return error.name === 'AuthorizationErrorException' ? 403 : 409;
  }
}

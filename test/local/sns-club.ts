import { SNSClient } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { loadAssembly } from '../../local/assembly/load-assembly.ts';
import { startAwsGateway } from '../../local/gateway/aws-gateway.ts';
import { createBackendResources } from '../../local/gateway/create-resources.ts';
import { allow, aResource, aRole, writeAssembly } from './assembly-builder.ts';
import { aSnsWorld } from './sns-world.ts';

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const topic = { Ref: 'News' };

const aQueue = (id: string) => aResource(`Club/${id}`, 'AWS::SQS::Queue');
const letsSnsSend = (id: string) =>
  aResource(`Club/${id}/Policy`, 'AWS::SQS::QueuePolicy', {
    Queues: [{ Ref: id }],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          ...allow('sqs:SendMessage', arn(id), { ArnEquals: { 'aws:SourceArn': topic } }),
          Principal: { Service: 'sns.amazonaws.com' },
        },
      ],
    },
  });

const onTopic = ['sns:Publish', 'sns:Subscribe', 'sns:ListSubscriptionsByTopic'];
const onSubscriptions = ['sns:Unsubscribe', 'sns:GetSubscriptionAttributes', 'sns:SetSubscriptionAttributes'];

/** A club with news: a steward who keeps the list of members, and a member who may do nothing to it. */
const club = {
  News: aResource('Club/News', 'AWS::SNS::Topic'),
  Chair: aResource('Club/Chair', 'AWS::SNS::Subscription', {
    TopicArn: topic,
    Protocol: 'email',
    Endpoint: 'chair@club.example',
    FilterPolicy: { about: ['money'] },
  }),
  Post: aQueue('Post'),
  PostPolicy: letsSnsSend('Post'),
  Late: aQueue('Late'),
  LatePolicy: letsSnsSend('Late'),
  Closed: aQueue('Closed'),
  Steward: aRole('Club/Steward/Role', [
    allow(onTopic, topic),
    allow(onSubscriptions, topic),
    allow('sqs:ReceiveMessage', '*'),
  ]),
  Member: aRole('Club/Member/Role', [
    allow([...onTopic, ...onSubscriptions], 'arn:aws:sns:eu-west-2:000000000000:another'),
  ]),
};

export type Club = Awaited<ReturnType<typeof openClub>>;

/** The club behind a gateway, with a real emulator and an inbox. */
export async function openClub() {
  const model = await loadAssembly(await writeAssembly({ Club: { resources: club } }));
  const world = await aSnsWorld(model);
  world.clock.moveTo('2031-03-03T09:00:00Z');
  const backends = { dynamodb: 'http://127.0.0.1:0', snsSqs: world.emulatorUrl };
  const resources = await createBackendResources({ model, backends, instanceAccessKey: 'club' });
  const gateway = await startAwsGateway({
    model,
    backends,
    resources,
    sns: world.sns,
    principals: model.roles.map(({ arn: roleArn, path }) => ({
      roleArn,
      functionPath: path.replace(/\/Role$/, ''),
      accessKeyId: path.split('/')[1] ?? '',
    })),
    instanceAccessKey: 'club',
    now: world.clock.now,
  });
  const configurationOf = (accessKeyId: string) => ({
    endpoint: gateway.url,
    region: model.region,
    credentials: { accessKeyId, secretAccessKey: 'any' },
  });
  const queueArn = (name: string) => model.queues.find(({ path }) => path === `Club/${name}`)?.arn ?? '';
  const sqs = new SQSClient(configurationOf('Steward'));
  return {
    ...world,
    model,
    gateway,
    topicArn: model.topics[0]?.arn ?? '',
    steward: new SNSClient(configurationOf('Steward')),
    member: new SNSClient(configurationOf('Member')),
    queueArn,
    /** The bodies of what is in a queue. */
    async bodiesIn(name: string): Promise<readonly Record<string, unknown>[]> {
      const QueueUrl = `${gateway.url}/${model.account}/${queueArn(name).split(':').at(-1)}`;
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      return Messages.map(({ Body }) => JSON.parse(Body ?? ''));
    },
    async close() {
      await gateway.stop();
      await world.stop();
    },
  };
}

import type { AssemblyModel } from '../assembly/model.ts';
import { queueNameOf } from '../iam/messaging-calls.ts';
import { type BackendAnswer, callBackend } from './backend-call.ts';
import { emulatorArn, modelArnText } from './emulator-arn.ts';
import type { GatewayRequest } from './parse-request.ts';
import { checkPublish, type PublishRecord, readPublish } from './publish-record.ts';

export type MessagingBackend = {
  publish(request: GatewayRequest): Promise<BackendAnswer>;
  forwardToSqs(request: GatewayRequest, gatewayUrl: string): Promise<BackendAnswer>;
  publishes(): readonly PublishRecord[];
};

/** Forwards to the emulator of SNS and SQS, keeps each message as it was published, and hands it on. */
export const createMessagingBackend = (
  model: AssemblyModel,
  url: string,
  onPublished: (record: PublishRecord) => void,
): MessagingBackend => {
  const published: PublishRecord[] = [];
  const credential = (service: string) => ({ accessKeyId: 'local', region: model.region, service });

  return {
    publishes: () => [...published],
    publish: async (request) => {
      const record = readPublish(request.body);
      const checked = checkPublish(record);
      if (checked.kind === 'refused') return checked.answer;
      const { MessageStructure: _structure, TargetArn: _target, ...form } = request.body;
      const body = { ...form, TopicArn: emulatorArn(record.topicArn), Message: checked.text };
      const answer = await callBackend({
        url,
        contentType: request.contentType,
        body: new URLSearchParams(body as Record<string, string>).toString(),
        credential: credential('sns'),
      });
      const [, messageId] = /<MessageId>([^<]+)<\/MessageId>/.exec(answer.body) ?? [];
      if (answer.status === 200 && messageId !== undefined) {
        published.push({ messageId, ...record });
        onPublished({ messageId, ...record });
      }
      return answer;
    },
    forwardToSqs: async (request, gatewayUrl) => {
      const answer = await callBackend({
        url,
        contentType: request.contentType,
        ...(request.target === undefined ? {} : { target: request.target }),
        body: JSON.stringify(request.body),
        credential: credential('sqs'),
      });
      if (answer.status !== 200) return answer;
      if (request.operation === 'GetQueueUrl')
        return { ...answer, body: atGateway(answer.body, model, gatewayUrl) };
      // Attributes name queues by arn; the bodies of messages have checksums and stay as they are.
      if (request.operation === 'GetQueueAttributes')
        return { ...answer, body: modelArnText(answer.body, model) };
      return answer;
    },
  };
};

/** SDK clients may call the host that a queue's address names, which must be the gateway. */
const atGateway = (body: string, model: AssemblyModel, gatewayUrl: string): string => {
  const { QueueUrl } = JSON.parse(body);
  return JSON.stringify({ QueueUrl: `${gatewayUrl}/${model.account}/${queueNameOf(String(QueueUrl))}` });
};

import type { PublishRecord } from '../../local/gateway/publish-record.ts';
import type { Club } from './sns-club.ts';

type Settings = Partial<Pick<PublishRecord, 'messageId' | 'subject' | 'structure'>> & {
  readonly about?: string;
};

/** A message that SNS accepted. */
export const aPublication = (
  topicArn: string,
  message: string,
  { about, ...settings }: Settings = {},
): PublishRecord => ({
  messageId: 'id-1',
  topicArn,
  message,
  subject: undefined,
  structure: undefined,
  attributes: about === undefined ? {} : { about: { dataType: 'String', value: about } },
  ...settings,
});

/** What SNS answers to an operation, as XML; no policy is asked. */
export async function answered(
  club: Pick<Club, 'sns'>,
  operation: string,
  body: Readonly<Record<string, string>>,
): Promise<string> {
  const principalArn = 'arn:aws:iam::111122223333:role/steward';
  return (await club.sns.answer({ operation, body, principalArn })).body;
}

/** Subscribes an endpoint; its arn. */
export async function subscribeTo(
  club: Pick<Club, 'sns' | 'topicArn'>,
  endpoint: string,
  protocol: string,
  attributes: Readonly<Record<string, string>>,
): Promise<string> {
  const entries = Object.entries(attributes).flatMap(([key, value], index) => [
    [`Attributes.entry.${index + 1}.key`, key],
    [`Attributes.entry.${index + 1}.value`, value],
  ]);
  const text = await answered(club, 'Subscribe', {
    TopicArn: club.topicArn,
    Protocol: protocol,
    Endpoint: endpoint,
    ReturnSubscriptionArn: 'true',
    ...Object.fromEntries(entries),
  });
  const [, arn] = /<SubscriptionArn>([^<]+)</.exec(text) ?? [];
  if (arn === undefined) throw new Error(`Not subscribed: ${text}`);
  return arn;
}

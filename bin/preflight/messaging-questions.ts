import {
  DescribePhoneNumbersCommand,
  DescribeSenderIdsCommand,
  GetResourcePolicyCommand,
  type PinpointSMSVoiceV2Client,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import {
  GetSMSAttributesCommand,
  GetSMSSandboxAccountStatusCommand,
  ListSubscriptionsByTopicCommand,
  type SNSClient,
} from '@aws-sdk/client-sns';
import * as z from 'zod';
import { nameOf, type Question } from './answer.ts';
import type { Subscription } from './checks/subscriptions.ts';
import type { Sender } from './checks/text-messages.ts';

export const askSandbox = (client: SNSClient): Question<boolean> => ({
  permission: 'sns:GetSMSSandboxAccountStatus',
  ask: async (abortSignal) => {
    const { IsInSandbox } = await client.send(new GetSMSSandboxAccountStatusCommand(), { abortSignal });
    return IsInSandbox ?? true;
  },
});

/** In US dollars a month; undefined where nobody has set it. */
export const askSpend = (client: SNSClient): Question<number | undefined> => ({
  permission: 'sns:GetSMSAttributes',
  ask: async (abortSignal) => {
    const asked = new GetSMSAttributesCommand({ attributes: ['MonthlySpendLimit'] });
    const { attributes } = await client.send(asked, { abortSignal });
    const limit = attributes?.MonthlySpendLimit;
    return limit === undefined ? undefined : Number(limit);
  },
});

/** Of each subscription only how it is reached and whether it is confirmed: addresses are dropped here. */
export const askSubscriptions = (client: SNSClient, TopicArn: string): Question<readonly Subscription[]> => ({
  permission: 'sns:ListSubscriptionsByTopic',
  ask: async (abortSignal) => {
    const found: Subscription[] = [];
    let NextToken: string | undefined;
    do {
      const asked = new ListSubscriptionsByTopicCommand({ TopicArn, NextToken });
      const page = await client.send(asked, { abortSignal });
      for (const { Protocol = 'unknown', SubscriptionArn } of page.Subscriptions ?? []) {
        found.push({ protocol: Protocol, state: stateOf(SubscriptionArn) });
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return found;
  },
});

/** SNS puts a word where the ARN of a subscription would be. */
function stateOf(arn: string | undefined): Subscription['state'] {
  if (arn === 'Deleted') return 'deleted';
  return arn?.startsWith('arn:') === true ? 'confirmed' : 'pending';
}

const unitedKingdom = [{ Name: 'iso-country-code' as const, Values: ['GB'] }];

/** The senders of the United Kingdom; what they are needed for is read from the resource policy of each. */
export const askSenders = (client: PinpointSMSVoiceV2Client): Question<readonly Sender[]> => ({
  permission:
    'sms-voice:DescribeSenderIds (with sms-voice:DescribePhoneNumbers and sms-voice:GetResourcePolicy)',
  ask: async (abortSignal) => {
    const [ids, numbers] = await Promise.all([
      client.send(new DescribeSenderIdsCommand({ Filters: unitedKingdom }), { abortSignal }),
      client.send(new DescribePhoneNumbersCommand({ Filters: unitedKingdom }), { abortSignal }),
    ]);
    const senders = [
      ...(ids.SenderIds ?? []).map(({ SenderIdArn, SenderId, Registered }) => ({
        arn: SenderIdArn,
        senderId: SenderId,
        isReady: Registered ?? false,
      })),
      ...(numbers.PhoneNumbers ?? [])
        .filter(({ NumberCapabilities }) => NumberCapabilities?.includes('SMS'))
        .map(({ PhoneNumberArn, Status }) => ({
          arn: PhoneNumberArn,
          senderId: undefined,
          isReady: Status === 'ACTIVE',
        })),
    ];
    return Promise.all(
      senders.map(async ({ arn, senderId, isReady }) => ({
        senderId,
        isReady,
        isForSns: letsSnsSend(await policyOf(client, arn, abortSignal)),
      })),
    );
  },
});

async function policyOf(
  client: PinpointSMSVoiceV2Client,
  ResourceArn: string | undefined,
  abortSignal: AbortSignal,
): Promise<string | undefined> {
  try {
    return (await client.send(new GetResourcePolicyCommand({ ResourceArn }), { abortSignal })).Policy;
  } catch (error) {
    if (nameOf(error) === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

const Statement = z.object({ Effect: z.string(), Principal: z.unknown() });
const Policy = z.object({ Statement: z.union([z.array(Statement), Statement.transform((one) => [one])]) });

/** Whether a resource policy allows SNS anything. One that cannot be read allows nothing, as far as is known. */
export function letsSnsSend(policy: string | undefined): boolean {
  if (policy === undefined) return false;
  let document: unknown;
  try {
    document = JSON.parse(policy);
  } catch {
    return false;
  }
  const read = Policy.safeParse(document);
  return (
    read.success &&
    read.data.Statement.some(
      ({ Effect, Principal }) =>
        Effect === 'Allow' && JSON.stringify(Principal ?? null).includes('"sns.amazonaws.com"'),
    )
  );
}

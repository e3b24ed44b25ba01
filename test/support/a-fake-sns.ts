import {
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  NotFoundException,
  SetSubscriptionAttributesCommand,
  type SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';

export const fakeTopicArn = 'arn:aws:sns:eu-west-2:111122223333:alerts';

type Kept = {
  readonly arn: string;
  readonly protocol: string;
  readonly endpoint: string;
  state: 'pending' | 'confirmed' | 'deleted';
  readonly attributes: Map<string, string>;
};

/** A topic of SNS as far as its documentation describes subscriptions. */
export type FakeSns = {
  readonly client: Pick<SNSClient, 'send'>;
  /** Answers a command at once; throws what the client rejects with. */
  readonly execute: (command: object) => object;
  /** The subscriptions that have not ended: protocol, endpoint, state and attributes. */
  readonly kept: () => readonly Pick<Kept, 'protocol' | 'endpoint' | 'state'>[];
  readonly attributesOf: (endpoint: string) => Readonly<Record<string, string>>;
  readonly confirm: (endpoint: string) => void;
  /** As a mail scanner does that follows the link at the foot of an email. */
  readonly unsubscribe: (endpoint: string) => void;
  /** As after a flood: SNS takes the confirmation back. */
  readonly switchOff: (endpoint: string) => void;
  /** A request that nobody confirmed is forgotten. */
  readonly lapse: (endpoint: string) => void;
  readonly add: (protocol: string, endpoint: string, attributes?: Record<string, string>) => void;
  /** Names of the commands that were sent, in order. */
  readonly sent: readonly string[];
  /** Addresses for which Subscribe is refused. */
  readonly refused: Set<string>;
};

const pageSize = 100;

export function aFakeSns(): FakeSns {
  const all: Kept[] = [];
  const sent: string[] = [];
  const refused = new Set<string>();
  const standing = () => all.filter(({ state }) => state !== 'deleted');
  const at = (endpoint: string): Kept => {
    const found = standing().find((one) => one.endpoint === endpoint);
    if (found === undefined) throw new Error('The test names an address that is not subscribed.');
    return found;
  };
  const byArn = (arn: string | undefined): Kept => {
    const found = standing().find((one) => one.arn === arn && one.state === 'confirmed');
    if (found === undefined)
      throw new NotFoundException({ message: 'Subscription does not exist', $metadata: {} });
    return found;
  };
  const add = (protocol: string, endpoint: string, attributes: Record<string, string> = {}): Kept => {
    const kept: Kept = {
      arn: `${fakeTopicArn}:${all.length + 1}`,
      protocol,
      endpoint,
      state: protocol === 'email' ? 'pending' : 'confirmed',
      attributes: new Map(Object.entries(attributes)),
    };
    all.push(kept);
    return kept;
  };

  const subscribe = ({ Protocol = '', Endpoint = '', Attributes = {} }: SubscribeCommand['input']) => {
    if (refused.has(Endpoint))
      throw Object.assign(new Error(`Invalid parameter: ${Endpoint}`), { name: 'InvalidParameterException' });
    const endpoint = Protocol === 'email' ? Endpoint.toLowerCase() : Endpoint;
    const former = standing().find((one) => one.protocol === Protocol && one.endpoint === endpoint);
    if (former !== undefined) {
      const isSame = Object.entries(Attributes).every(
        ([name, value]) => former.attributes.get(name) === value,
      );
      if (!isSame)
        throw Object.assign(new Error('Subscription already exists with different attributes'), {
          name: 'InvalidParameterException',
        });
      return { SubscriptionArn: former.arn };
    }
    return { SubscriptionArn: add(Protocol, endpoint, Attributes).arn };
  };

  const list = ({ NextToken = '0' }: ListSubscriptionsByTopicCommand['input']) => {
    const from = Number(NextToken);
    const page = all.slice(from, from + pageSize);
    const words = { pending: 'PendingConfirmation', deleted: 'Deleted', confirmed: undefined };
    return {
      Subscriptions: page.map(({ arn, protocol, endpoint, state }) => ({
        SubscriptionArn: words[state] ?? arn,
        Protocol: protocol,
        Endpoint: endpoint,
      })),
      ...(from + pageSize < all.length ? { NextToken: String(from + pageSize) } : {}),
    };
  };

  const answer = (command: object): object => {
    if (command instanceof SubscribeCommand) return subscribe(command.input);
    if (command instanceof ListSubscriptionsByTopicCommand) return list(command.input);
    if (command instanceof GetSubscriptionAttributesCommand)
      return { Attributes: Object.fromEntries(byArn(command.input.SubscriptionArn).attributes) };
    if (command instanceof SetSubscriptionAttributesCommand) {
      const { SubscriptionArn, AttributeName = '', AttributeValue = '' } = command.input;
      byArn(SubscriptionArn).attributes.set(AttributeName, AttributeValue);
      return {};
    }
    if (command instanceof UnsubscribeCommand) {
      byArn(command.input.SubscriptionArn).state = 'deleted';
      return {};
    }
    throw new Error('The fake topic does not know this command.');
  };

  const execute = (command: object): object => {
    sent.push(command.constructor.name);
    return answer(command);
  };

  return {
    client: { send: async (command: object) => execute(command) } as unknown as Pick<SNSClient, 'send'>,
    execute,
    kept: () => standing().map(({ protocol, endpoint, state }) => ({ protocol, endpoint, state })),
    attributesOf: (endpoint) => Object.fromEntries(at(endpoint).attributes),
    confirm: (endpoint) => {
      at(endpoint).state = 'confirmed';
    },
    unsubscribe: (endpoint) => {
      at(endpoint).state = 'deleted';
    },
    switchOff: (endpoint) => {
      at(endpoint).state = 'pending';
    },
    lapse: (endpoint) => void all.splice(all.indexOf(at(endpoint)), 1),
    add: (protocol, endpoint, attributes) => void add(protocol, endpoint, attributes),
    sent,
    refused,
  };
}

/**
 * `pending`: SNS waits for the person to follow the link of the confirmation
 * email. `switched-off`: a flood of emails made SNS take the confirmation back,
 * so that it is listed as pending once more (SNS Developer Guide, "Email
 * subscription setup and management").
 */
export type SubscriptionState = 'pending' | 'confirmed' | 'switched-off';

export type SubscriptionProtocol = 'email' | 'sms' | 'sqs';

/** One subscription to a topic, from the template or made while the stack runs. */
export type LiveSubscription = {
  readonly arn: string;
  /** Construct path where the template has it; else the arn. */
  readonly path: string;
  readonly topicArn: string;
  readonly protocol: SubscriptionProtocol;
  /** Email address, telephone number, or arn of a queue of the assembly. */
  readonly endpoint: string;
  readonly state: SubscriptionState;
  /** When it came into its state, by the stack's clock. */
  readonly since: Date;
  /** `FilterPolicy`, `RedrivePolicy` and such, as the texts that SNS takes. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Arn of the role that subscribed; undefined for one of the template. */
  readonly principalArn: string | undefined;
};

/** What a test or a person sees of a subscription. */
export type SubscriptionView = Pick<
  LiveSubscription,
  'arn' | 'topicArn' | 'protocol' | 'endpoint' | 'state'
> & {
  /** The parsed filter policy; undefined where there is none. */
  readonly filterPolicy: unknown;
};

/** One attempt of SNS to bring one message to one subscription. */
export type Delivery = {
  /** When the message was published, by the stack's clock. */
  readonly at: Date;
  readonly topicArn: string;
  readonly protocol: SubscriptionProtocol;
  readonly outcome: 'delivered' | 'failed';
  /** Of a failed one: whether its dead-letter queue has the message. Undefined where there is no such queue. */
  readonly redrive: 'redriven' | 'failed' | undefined;
};

/**
 * The subscriptions of a running stack, and what people and their mail systems
 * do with them. Those that name an endpoint act on each of its subscriptions and
 * throw an Error where there is none to act on.
 */
export type Subscriptions = {
  /** Every subscription there is, in the order they were made. One that lapsed or was unsubscribed is gone. */
  list(): readonly SubscriptionView[];
  /** Follows the link of the confirmation email. */
  confirm(endpoint: string): void;
  /** Confirms every pending subscription there is; none is fine. */
  confirmAll(): void;
  /** Follows the link at the foot of an email, as a mail scanner may: the subscription is gone. */
  unsubscribe(endpoint: string): void;
  /** From now on, or no longer: whatever is sent to this email address or telephone number comes back undeliverable. */
  bounce(endpoint: string, on: boolean): void;
  /** Every attempt to deliver so far, in order; complete when the stack is idle. */
  deliveries(): readonly Delivery[];
};

/** One email or text that a subscription of the assembly received. */
export type InboxMessage = {
  /** The id SNS gave the publication; the same for each subscription it reached. */
  readonly messageId: string;
  /** ISO 8601, by the stack's clock. */
  readonly at: string;
  readonly protocol: 'email' | 'sms';
  /** Email address or telephone number of the subscription. */
  readonly endpoint: string;
  /** Undefined for a text. */
  readonly subject: string | undefined;
  readonly body: string;
  /** Construct path of the subscription it came through, or its arn where the template does not have it. */
  readonly subscriptionPath: string;
  /** Address to visit, only on the email by which SNS itself asks a person to confirm. */
  readonly confirmLink?: string;
};

/** What was published: the gateway keeps it, since the emulator keeps one text for all protocols. */
export type Publication = {
  readonly message: string;
  readonly structure?: string | undefined;
  readonly subject?: string | undefined;
};

/** Subject that SNS gives an email published without one. */
const subjectOfSns = 'AWS Notification Message';

/** What a publication says to one protocol: its own text where the publication has one, else the default. */
export function textFor(
  publication: Publication,
  protocol: 'email' | 'sms' | 'sqs',
): { subject?: string; body: string } {
  const body = publication.structure === 'json' ? textOf(publication.message, protocol) : publication.message;
  return protocol === 'email' ? { subject: publication.subject ?? subjectOfSns, body } : { body };
}

function textOf(message: string, protocol: string): string {
  const texts = JSON.parse(message) as Record<string, unknown>;
  return String(texts[protocol] ?? texts.default);
}

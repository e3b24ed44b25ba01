import { type Answer, unanswered } from '../answer.ts';
import { type Finding, ok, toMend } from '../finding.ts';

/** A sender of text messages in the United Kingdom: a sender id or a number. */
export type Sender = {
  /** The sender id; undefined for a number. */
  readonly senderId: string | undefined;
  /** A sender id that is registered, or a number that is active. */
  readonly isReady: boolean;
  /** Whether its resource policy lets SNS send with it. */
  readonly isForSns: boolean;
};

/** What a month may cost: about 17 alerts a week, three messages each with reminders, 5 cents a message, and as much again. */
export const spendWanted = 25;

/** What SNS keeps to where no limit was ever set. */
const spendUnset = 1;

/** Words for which carriers in the United Kingdom stop a sender. */
const stopped = /alert|info|verify/i;

/** Whether messages go to anybody, or to verified numbers alone. */
export function checkSandbox(answer: Answer<boolean>, region: string): Finding {
  const about = 'SMS sandbox';
  if (answer.code !== 'answered') return unanswered(about, answer);
  return answer.value
    ? toMend(
        about,
        'The account is in the SMS sandbox: text messages go to verified numbers alone.',
        `In the console, region ${region}: Amazon SNS, Text messaging (SMS), "Exit SMS sandbox". AWS takes a day or so.`,
      )
    : ok(about, 'The account is out of the SMS sandbox.');
}

/** Whether there is a sender that carriers in the United Kingdom take, and SNS may use. */
export function checkSenders(answer: Answer<readonly Sender[]>, region: string): Finding {
  const about = 'SMS sender';
  if (answer.code !== 'answered') return unanswered(about, answer);
  const senders = answer.value;
  const console = `In the console, region ${region}: AWS End User Messaging SMS`;
  if (
    senders.some(({ senderId, isReady, isForSns }) => isReady && isForSns && !stopped.test(senderId ?? ''))
  ) {
    return ok(about, 'There is a sender for the United Kingdom, and SNS may use it.');
  }
  if (senders.length === 0) {
    return toMend(
      about,
      'There is no sender for the United Kingdom, and without one no text message is sent.',
      `${console}, Registrations, "United Kingdom sender ID registration", for a name without the words Alert, Info or Verify.`,
    );
  }
  if (senders.every(({ senderId }) => stopped.test(senderId ?? ''))) {
    return toMend(
      about,
      'The sender for the United Kingdom has a generic word in its name, for which carriers stop it.',
      `${console}, Registrations: register a name without the words Alert, Info or Verify.`,
    );
  }
  if (senders.every(({ isReady }) => !isReady)) {
    return toMend(
      about,
      'The sender for the United Kingdom is not registered, or its number is not active.',
      `${console}, Registrations: complete the registration, and wait until it is approved.`,
    );
  }
  return toMend(
    about,
    'SNS may not use the sender for the United Kingdom.',
    `aws pinpoint-sms-voice-v2 put-resource-policy --region ${region} --resource-arn SENDER_ARN --policy file://sender-policy.json (docs/deploy.md has the policy)`,
  );
}

/** Whether a month's messages may cost what they will. `value` is in US dollars, undefined where no limit was set. */
export function checkSpend(answer: Answer<number | undefined>, region: string): Finding {
  const about = 'SMS spend limit';
  if (answer.code !== 'answered') return unanswered(about, answer);
  const limit = answer.value ?? spendUnset;
  return limit >= spendWanted
    ? ok(about, `Text messages may cost $${limit} a month.`)
    : toMend(
        about,
        `Text messages may cost $${limit} a month, and then stop; $${spendWanted} are wanted.`,
        `aws sns set-sms-attributes --region ${region} --attributes MonthlySpendLimit=${spendWanted} (where AWS refuses, ask for a higher quota first: Service Quotas, AWS End User Messaging SMS)`,
      );
}

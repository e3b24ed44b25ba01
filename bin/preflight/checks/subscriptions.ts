import { type Answer, unanswered } from '../answer.ts';
import { type Finding, ok, toMend } from '../finding.ts';

/** A subscription without its address: nothing that is printed can tell of a person. */
export type Subscription = {
  readonly protocol: string;
  readonly state: 'confirmed' | 'pending' | 'deleted';
};

/** How a person is reached; a queue or a function is nobody. */
const people: ReadonlySet<string> = new Set(['email', 'email-json', 'sms']);

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

/** Whether managers are subscribed to alerts, and have confirmed it. */
export function checkManagers(answer: Answer<readonly Subscription[]>): Finding {
  const about = 'managers';
  if (answer.code !== 'answered') return unanswered(about, answer);
  const subscribed = answer.value.filter(({ protocol }) => people.has(protocol));
  const confirmed = subscribed.filter(({ state }) => state === 'confirmed').length;
  const pending = subscribed.filter(({ state }) => state === 'pending').length;
  if (pending > 0) {
    return toMend(
      about,
      `${count(pending, 'subscription has', 'subscriptions have')} not been confirmed, and ${confirmed} ${confirmed === 1 ? 'has' : 'have'}; whoever has not confirmed gets no alert.`,
      'Ask each manager to follow the link in the message "AWS Notification - Subscription Confirmation"; where it has run out, subscribe them again.',
    );
  }
  return confirmed === 0
    ? toMend(
        about,
        'Nobody is subscribed to alerts, so no alert reaches anybody.',
        'npm run roster -- plan FILE, then npm run roster -- apply FILE',
      )
    : ok(
        about,
        `${count(confirmed, 'subscription of a manager is', 'subscriptions of managers are')} confirmed.`,
      );
}

/** Whether anybody is told where the service itself has trouble. */
export function checkOperations(
  answer: Answer<readonly Subscription[]>,
  { topicArn, region }: { readonly topicArn: string; readonly region: string },
): Finding {
  const about = 'operations';
  if (answer.code !== 'answered') return unanswered(about, answer);
  const confirmed = answer.value.filter(({ state }) => state === 'confirmed').length;
  const pending = answer.value.filter(({ state }) => state === 'pending').length;
  if (confirmed > 0) {
    return ok(about, `${count(confirmed, 'subscriber is', 'subscribers are')} told of alarms.`);
  }
  return pending > 0
    ? toMend(
        about,
        `Nobody is told of alarms: ${count(pending, 'subscription has', 'subscriptions have')} not been confirmed.`,
        'Follow the link in the message "AWS Notification - Subscription Confirmation".',
      )
    : toMend(
        about,
        'Nobody is told of alarms.',
        `aws sns subscribe --region ${region} --topic-arn ${topicArn} --protocol email --notification-endpoint ADDRESS_ON_CALL`,
      );
}

import type { Channel } from '../../../core/alert/reach.ts';
import { PersonId } from '../../../core/alert/roster.ts';
import { canonicalJson } from '../../../core/canonical-json.ts';

/** The dead-letter queue of each channel, by its ARN. */
export type FailureQueueArns = Readonly<Record<Channel, string>>;

/** The attributes of a person's own subscription, as the texts that SNS takes. */
export const attributesFor = (person: PersonId, failureQueueArn: string) => ({
  FilterPolicyScope: 'MessageAttributes',
  FilterPolicy: JSON.stringify({ recipients: [person] }),
  RedrivePolicy: JSON.stringify({ deadLetterTargetArn: failureQueueArn }),
});

type Attributes = Readonly<Record<string, string>>;

/** The one person whose messages a filter lets through; undefined where it is any other filter, or none. */
export function onlyFor({ FilterPolicy, FilterPolicyScope }: Attributes): PersonId | undefined {
  if ((FilterPolicyScope ?? 'MessageAttributes') !== 'MessageAttributes') return undefined;
  const filter = parsed(FilterPolicy);
  if (filter === null || typeof filter !== 'object' || !('recipients' in filter)) return undefined;
  if (Object.keys(filter).length !== 1 || !Array.isArray(filter.recipients)) return undefined;
  const [person, ...others] = filter.recipients;
  return others.length === 0 && PersonId.safeParse(person).success ? person : undefined;
}

/** Whether what cannot be delivered goes to that queue. */
export const keepsFailures = ({ RedrivePolicy }: Attributes, failureQueueArn: string): boolean =>
  canonicalJson(parsed(RedrivePolicy)) === canonicalJson({ deadLetterTargetArn: failureQueueArn });

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}

import * as z from 'zod';
import type { NoticeTold } from '../../../core/ports/notifier.ts';

/** How the attribute `notices` names each: `<alert id>#<sequence>`. */
const NoticeName = z
  .string()
  .regex(/^[0-9A-Za-z-]{1,40}#[1-9]\d{0,8}$/)
  .transform((name): NoticeTold => {
    const [alertId = '', sequence] = name.split('#');
    return { alertId, sequence: Number(sequence) };
  });

const ListAttribute = <Item extends z.ZodType>(item: Item) =>
  z.object({
    Type: z.literal('String.Array'),
    Value: z
      .string()
      .transform((text, context): unknown => {
        try {
          return JSON.parse(text);
        } catch {
          context.addIssue({ code: 'custom', message: 'is not JSON' });
          return z.NEVER;
        }
      })
      .pipe(z.array(item).min(1)),
  });

/** What SNS puts around a message for a queue. It is not ours, and may grow. */
const Envelope = z.object({
  Type: z.literal('Notification'),
  MessageId: z.string().min(1).max(100),
  MessageAttributes: z.object({
    notices: ListAttribute(NoticeName),
    recipients: ListAttribute(z.string().min(1)).optional(),
  }),
});

/** A message of ours as SNS hands it to a queue: which notices it tells of, and whom it names by opaque id. */
export type PublishedMessage = {
  readonly messageId: string;
  readonly notices: readonly NoticeTold[];
  readonly recipients: readonly string[];
};

/** Reads what SNS put into a queue; undefined where it is not a message of ours. */
export function publishedMessage(body: string): PublishedMessage | undefined {
  const read = Envelope.safeParse(parsed(body));
  if (!read.success) return undefined;
  const { MessageId: messageId, MessageAttributes } = read.data;
  const { notices, recipients } = MessageAttributes;
  return { messageId, notices: notices.Value, recipients: recipients?.Value ?? [] };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

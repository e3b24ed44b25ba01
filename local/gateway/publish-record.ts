import * as z from 'zod';
import type { BackendAnswer } from './backend-call.ts';
import { errorAnswer } from './error-answer.ts';

/** A message as it was published, before SNS makes each protocol's text of it. */
export type PublishRecord = {
  readonly messageId: string;
  readonly topicArn: string;
  readonly message: string;
  readonly subject: string | undefined;
  /** `json` where the message holds a text for each protocol. */
  readonly structure: 'json' | undefined;
  readonly attributes: Readonly<Record<string, { readonly dataType: string; readonly value: string }>>;
};

const Form = z.record(z.string(), z.string());

/** Reads the form of a Publish request, without the id that the answer gives. */
export const readPublish = (body: unknown): Omit<PublishRecord, 'messageId'> => {
  const form = Form.parse(body);
  return {
    topicArn: form.TopicArn ?? form.TargetArn ?? '',
    message: form.Message ?? '',
    subject: form.Subject,
    structure: form.MessageStructure === 'json' ? 'json' : undefined,
    attributes: readAttributes(form),
  };
};

const readAttributes = (form: Readonly<Record<string, string>>): PublishRecord['attributes'] =>
  Object.fromEntries(
    Object.entries(form).flatMap(([field, name]) => {
      const [, entry] = /^(MessageAttributes\.entry\.\d+)\.Name$/.exec(field) ?? [];
      if (entry === undefined) return [];
      const dataType = form[`${entry}.Value.DataType`] ?? 'String';
      const value = form[`${entry}.Value.StringValue`] ?? form[`${entry}.Value.BinaryValue`] ?? '';
      return [[name, { dataType, value }] as const];
    }),
  );

/** What a queue subscribed to the topic gets of the message: its `sqs` text, else the default one. */
export type Published =
  | { readonly kind: 'accepted'; readonly text: string }
  | { readonly kind: 'refused'; readonly answer: BackendAnswer };

const Texts = z.looseObject({ default: z.string(), sqs: z.string().optional() });

/** Checks of SNS that its emulator lacks: the subject's characters, and a text for each protocol (SNS API Reference, Publish). */
export const checkPublish = ({
  message,
  subject,
  structure,
}: Omit<PublishRecord, 'messageId'>): Published => {
  if (subject !== undefined && !/^[!-~][ -~]{0,99}$/.test(subject)) return refused('Subject');
  if (structure === undefined) return { kind: 'accepted', text: message };
  const parsed = Texts.safeParse(parseOrUndefined(message));
  if (!parsed.success) return refused('Message Structure - the message must be JSON with a default text');
  return { kind: 'accepted', text: parsed.data.sqs ?? parsed.data.default };
};

const refused = (what: string): Published => ({
  kind: 'refused',
  answer: errorAnswer('sns', {
    code: 'InvalidParameter',
    message: `Invalid parameter: ${what}`,
    status: 400,
  }),
});

const parseOrUndefined = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

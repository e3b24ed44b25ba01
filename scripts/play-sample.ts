import { referenceOf } from '../core/alert/reference.ts';
import { spokenDate } from '../core/message/wording.ts';
import type { LocalStack } from '../local/stack.ts';
import { standingWords } from './console-words.ts';
import { sampleFamily } from './sample-family.ts';
import type { TidelineClient } from './tideline-client.ts';

const indented = (text: string): string => text.replace(/^/gm, '    | ');

/**
 * Plays the sample family through the HTTP API and prints what a referral
 * system, and then a manager, would see. Answers whether the alert reached
 * somebody's inbox by email and by text message.
 */
export async function playSample(
  client: TidelineClient,
  stack: LocalStack,
): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: string }> {
  console.log('\nA sample family, played through the HTTP API. Everything in it is invented.');
  let familyId = '';
  for (const [index, { says, referral }] of sampleFamily(stack.clock.now()).entries()) {
    ({ familyId } = await client.send(referral));
    const finding = await client.finding(familyId);
    console.log(`\n${index + 1}. ${spokenDate(referral.madeAt)}  ${says}`);
    for (const words of standingWords(finding)) console.log(`     ${words}`);
  }
  await stack.idle();
  const alert = await client.openAlert(familyId);
  if (alert === undefined) return { ok: false, reason: 'the family crossed no line, so no alert was raised' };
  const reference = referenceOf(alert.alertId);
  console.log(
    `\nAlert ${reference}: ${alert.state}, ${alert.severity}. What the managers of team north have now:`,
  );
  const messages = stack.inbox.messages().filter((message) => JSON.stringify(message).includes(reference));
  for (const { protocol, endpoint, subject, body } of messages) {
    console.log(`\n  ${protocol} to ${endpoint}${subject === undefined ? '' : `\n  Subject: ${subject}`}`);
    console.log(indented(body));
  }
  for (const protocol of ['email', 'sms'] as const) {
    if (!messages.some((message) => message.protocol === protocol)) {
      return { ok: false, reason: `the alert was raised but no ${protocol} arrived in an inbox` };
    }
  }
  return { ok: true };
}

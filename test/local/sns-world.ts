import type { AssemblyModel } from '../../local/assembly/model.ts';
import { createLocalClock } from '../../local/clock.ts';
import { startSnsSqs } from '../../local/emulators/sns-sqs.ts';
import { openInbox } from '../../local/inbox/inbox.ts';
import { startInboxServer } from '../../local/inbox/inbox-server.ts';
import { createMailbox } from '../../local/inbox/mailbox.ts';
import { createSnsService } from '../../local/sns/sns-service.ts';
import { createSubscriptionLinks } from '../../local/sns/subscription-links.ts';
import { createBounces, createSubscriptions } from '../../local/sns/subscriptions.ts';

export type SnsWorld = Awaited<ReturnType<typeof aSnsWorld>>;

/**
 * What delivers to people, with a real emulator and the inbox's own server, and
 * neither functions nor a gateway: a test publishes by saying so.
 */
export async function aSnsWorld(model: AssemblyModel) {
  const emulator = await startSnsSqs(model.region);
  const clock = createLocalClock();
  const faults: string[] = [];
  const onFault = (error: unknown) => void faults.push(String(error));
  try {
    const sns = createSnsService({ model, url: emulator.url, now: clock.now });
    const links = createSubscriptionLinks(sns.registry);
    const bounces = createBounces();
    const mailbox = createMailbox();
    const { messages } = mailbox;
    const server = await startInboxServer({ port: 0, messages, links, clock, onFault });
    const inbox = openInbox({
      model,
      sns,
      mailbox,
      onFault,
      snsSqsUrl: emulator.url,
      inboxUrl: server.url,
      bounces: bounces.has,
    });
    const { registry } = sns;
    const { deliveries } = inbox;
    return {
      emulatorUrl: emulator.url,
      inboxUrl: server.url,
      clock,
      sns,
      published: sns.published,
      mailbox,
      inbox,
      faults,
      subscriptions: createSubscriptions({ registry, links, bounces, deliveries }),
      async stop() {
        await inbox.stop();
        await server.stop();
        await emulator.stop();
      },
    };
  } catch (error) {
    await emulator.stop();
    throw error;
  }
}

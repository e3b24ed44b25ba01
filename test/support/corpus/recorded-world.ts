import type { LocalStack } from '../../../local/stack.ts';
import { numberOfNhs } from './check-characters.ts';
import type { Sender } from './sender.ts';
import type { World } from './world.ts';

type Json = Readonly<Record<string, never>>;
const times = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** Records referrals, families, joins and alerts for a corpus to be about. */
export async function recordedWorld(stack: LocalStack, sender: Sender): Promise<World> {
  const now = stack.clock.now();
  const hoursAgo = (hours: number): string => new Date(now.getTime() - hours * 3_600_000).toISOString();
  const ask = async (method: string, path: string, value?: object): Promise<Json> => {
    const body = value === undefined ? {} : { body: JSON.stringify(value) };
    const request = { method, path, headers: { 'content-type': 'application/json' }, ...body };
    const answer = await sender.directly({ client: 'front-door', request });
    if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}: ${answer.body}`);
    return JSON.parse(answer.body);
  };
  const record = (referralId: string, familyRef: string, stated: object = {}) =>
    ask('POST', '/v1/referrals', {
      source: 'front-door',
      referralId,
      stage: 'contact',
      purpose: 'notification',
      familyRef,
      madeAt: hoursAgo(20),
      referrer: { sourceCode: '4' },
      concerns: [],
      ...stated,
    }) as Promise<unknown> as Promise<{ receiptId: string; familyId: string }>;

  const alone = await Promise.all(times(60, (index) => record(`W-${index}`, `W-FAMILY-${index}`)));
  const joined = await Promise.all(
    times(12, async (index) => {
      const [first, second] = [`J-${index}-A`, `J-${index}-B`];
      const nhsNumbers = [numberOfNhs(String(901_000_000 + index * 1_000))];
      await record(`${first}-1`, first);
      await record(`${second}-1`, second, { nhsNumbers });
      const { familyId } = await record(`${first}-2`, first, { nhsNumbers });
      const family = (await ask('GET', `/v1/families/${familyId}`)) as unknown as {
        joins: readonly { what: string; timelines?: readonly string[] }[];
      };
      return { familyId, timelines: family.joins.findLast(({ what }) => what === 'joined')?.timelines ?? [] };
    }),
  );
  const alerting = await Promise.all(
    times(2, async (index) => {
      const voices = [];
      for (const [nth, sourceCode] of ['3B', '6', '2A'].entries()) {
        const referrer = { sourceCode, organisationRef: `organisation-${sourceCode}` };
        const concerns = [{ kind: 'neglect', subject: 'child' }];
        const stated = { purpose: 'concern', madeAt: hoursAgo(30 - nth), referrer, concerns, team: 'north' };
        voices.push(await record(`A-${index}-${nth}`, `A-FAMILY-${index}`, stated));
      }
      return voices[0]?.familyId ?? '';
    }),
  );
  await stack.idle();
  const alertIds = await Promise.all(
    alerting.map(async (id) => String((await ask('GET', `/v1/families/${id}`)).openAlertId)),
  );
  return {
    today: now.toISOString().slice(0, 10),
    receipts: alone.slice(0, 20).map(({ receiptId }) => receiptId),
    spoken: alone.slice(20).map(({ receiptId }) => receiptId),
    families: alone.slice(0, 20).map(({ familyId }) => familyId),
    joined,
    referralIds: times(20, (index) => `W-${index}`),
    familyRefs: times(20, (index) => `W-FAMILY-${index}`),
    alertIds,
  };
}

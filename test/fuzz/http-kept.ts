import { isDeepStrictEqual } from 'node:util';
import type { Operation } from '../support/an-api.ts';
import type { Asked } from '../support/http-event.ts';
import { bodyOf, faultsOfProblem, type Problem, repeatsInProblem, sentIn } from './http-answers.ts';
import { everyScope, type ObservedApi } from './observed-api.ts';
import type { Put } from './request-arbitraries.ts';

/** Whatever is taken is there, whole, when it is asked for. */
export async function faultsOfTaken(
  { world, operation }: { readonly world: ObservedApi; readonly operation: Operation },
  put: Put,
  answer: Asked,
): Promise<readonly string[]> {
  const sent = operation.startsWith('GET') || put.body === undefined ? undefined : sentIn(put.body);
  switch (operation) {
    case 'POST /v1/referrals':
      return kept(world, [[answer.body.receiptId, sent]]);
    case 'POST /v1/referrals/batch': {
      const { results } = answer.body;
      const taken = sent.referrals.flatMap((one: unknown, index: number) =>
        results[index].status === 201 ? [[results[index].receiptId, one]] : [],
      );
      const refused: readonly (readonly [Problem, unknown])[] = results.flatMap(
        (one: Problem, index: number) => (one.status === 201 ? [] : [[one, sent.referrals[index]]]),
      );
      return [
        ...(results.length === sent.referrals.length ? [] : ['has not a result for each referral']),
        ...refused.flatMap(([one]) =>
          Number(one.status) < 500
            ? faultsOfProblem(Number(one.status), one)
            : [`answered ${one.status} for one`],
        ),
        ...(refused.some(([one, referral]) => repeatsInProblem(one, referral))
          ? ['repeats what was sent']
          : []),
        ...(await kept(world, taken)),
      ];
    }
    case 'POST /v1/referrals/{id}/correction':
      return said(
        world,
        put,
        ({ revision: _, ...content }) => ({
          referral: { ...whatIsKept(content), source: 'front-door', referralId: 'R-0' },
        }),
        sent,
      );
    case 'POST /v1/referrals/{id}/withdrawal':
      return said(world, put, ({ reason }) => ({ withdrawn: reason }), sent);
    case 'POST /v1/referrals/{id}/annotations':
      return said(
        world,
        put,
        ({ annotation, stands }) => (stands ? { annotations: [annotation] } : {}),
        sent,
      );
    case 'PUT /v1/referrals/{id}/screening':
      return said(
        world,
        put,
        ({ revision: _, sameEventAs, ...screening }) => ({
          screening: inUtc(screening),
          ...(sameEventAs === undefined ? {} : { sameEventAs }),
        }),
        sent,
      );
    case 'POST /v1/families/{id}/events': {
      const { timelines } = (await world.api.store.families.family(world.familyId)) ?? { timelines: [] };
      const read = await Promise.all(timelines.map((id) => world.api.store.families.timeline(id)));
      const events = read.flatMap((one) => one?.timeline.lifeEvents ?? []);
      return events.some(({ key: _, ...event }) => isDeepStrictEqual(event, sent))
        ? []
        : ['has not kept what it took'];
    }
    default:
      return [];
  }
}

/**
 * Of what was sent, what is kept: what identifies a family only ever as a keyed
 * hash, and an instant as the same one in UTC to the millisecond.
 */
function whatIsKept(sent: object): object {
  const forgotten = ['familyRef', 'childRefs', 'nhsNumbers', 'upns', 'screening'];
  return inUtc(Object.fromEntries(Object.entries(sent).filter(([name]) => !forgotten.includes(name))));
}

const instants = ['madeAt', 'decidedAt'];

const inUtc = (value: object): object =>
  Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      instants.includes(name) ? new Date(String(one)).toISOString() : one,
    ]),
  );

const readBack = (world: ObservedApi, id: string): Promise<Asked> =>
  world.api.ask('GET /v1/referrals/{id}', { id, scope: everyScope });

async function kept(
  world: ObservedApi,
  taken: readonly (readonly [string, { readonly screening?: object }])[],
): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const [receiptId, sent] of taken) {
    const { status, body } = await readBack(world, receiptId);
    const isWhole = isDeepStrictEqual(
      [body.referral, body.screening],
      [whatIsKept(sent), sent.screening && inUtc(sent.screening)],
    );
    if (status !== 200 || !isWhole) faults.push('has not kept what it took');
    if (!bodyOf('POST /v1/referrals')(sent)) faults.push('took a referral that is not as described');
  }
  return faults;
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads what was sent as its reader does, without types.
type Sent = any;

async function said(
  world: ObservedApi,
  { id = '' }: Put,
  expected: (sent: Sent) => object,
  sent: object,
): Promise<readonly string[]> {
  const { body } = await readBack(world, id);
  const isKept = Object.entries(expected(sent)).every(([name, value]) =>
    isDeepStrictEqual(body[name], value),
  );
  return isKept ? [] : ['has not kept what it took'];
}

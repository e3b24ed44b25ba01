import { isDeepStrictEqual } from 'node:util';
import { problems } from '../../functions/http/problem.ts';
import type { Route } from '../../functions/http/route.ts';
import { aWorkingApi, scopeNeeded, type WorkingApi } from '../support/a-working-api.ts';
import { anApi, authority, type Operation, partner } from '../support/an-api.ts';
import { apiDocument } from '../support/api-document.ts';
import { described } from '../support/corpus/judge.ts';
import { type Asked, ask } from '../support/http-event.ts';
import { isMarked } from './mutate.ts';
import { anObservedStore, changedSince, type Seen } from './observed-store.ts';
import { gatewayEvent, type Put } from './request-arbitraries.ts';

/** An API that can be asked, all that it stores, and the routes as they are or as a test has spoilt them. */
export type ObservedApi = WorkingApi & { readonly seen: () => Seen };

/** More than is ever sent in a minute. */
const recordsPerMinute = 1_000_000_000;

export async function anObservedApi(): Promise<ObservedApi> {
  const { store, seen } = anObservedStore();
  const world = await aWorkingApi(anApi({ store, recordsPerMinute }));
  // What making it has changed is not what is asked for.
  Array.from(store.changes());
  return { ...world, seen };
}

/** Everything that a source or the authority may do, since what is refused for want of a scope shows little. */
const everyScope = `${partner} ${authority}`;

/** The scopes that an operation is asked with: its own, or all. */
export const scopesFor = (operation: Operation): readonly string[] => [
  `${scopeNeeded[operation]} source/front-door`,
  everyScope,
];

/** What came of a request: what is wrong with it, if anything, and whether it was taken. */
export type Came = {
  readonly faults: readonly string[];
  readonly status: number;
  readonly hasChanged: boolean;
};

type Asking = {
  readonly world: ObservedApi;
  readonly operation: Operation;
  /** The real route, unless a test has put another around it. */
  readonly route?: Route;
};

/** Puts a request to an operation, and says of everything that must hold what does not. */
export async function whatCameOf(
  { world, operation, route = world.api.routes[operation] }: Asking,
  put: Put,
  scope: string,
): Promise<Came> {
  const event = gatewayEvent(put, scope);
  const before = world.seen();
  const answer = await askOnce(route, event);
  if (typeof answer === 'string') return { faults: [answer], status: 0, hasChanged: true };
  const changed = changedSince(before, world.seen());
  const wasTaken = answer.status < 300;
  const faults = [
    ...faultsOfAnswer(operation, answer),
    ...faultsOfPointers(put, answer),
    ...(echoes(put, answer, wasTaken) ? ['repeats what was sent'] : []),
    ...(changed.length > 0 && (!wasTaken || operation.startsWith('GET'))
      ? [`has changed ${changed.join(', ')}, and answered ${answer.status}`]
      : []),
  ];
  if (!wasTaken || faults.length > 0)
    return { faults, status: answer.status, hasChanged: changed.length > 0 };
  return {
    faults: [
      ...faultsOfForm(operation, put),
      ...(await faultsOfTaken({ world, operation, route }, put, answer)),
      ...(await faultsOfAgain({ world, operation, route }, event, answer)),
    ],
    status: answer.status,
    hasChanged: changed.length > 0,
  };
}

/** The answer; in words where there was none. */
async function askOnce(route: Route, event: object): Promise<Asked | string> {
  try {
    return await ask(route, event);
  } catch (error) {
    return `threw ${error instanceof Error ? error.name : 'something'}`;
  }
}

/** What was taken may be shown where it is asked for, and is shown nowhere else. */
const echoes = (put: Put, { body, headers, log }: Asked, wasTaken: boolean): boolean =>
  isMarked(JSON.stringify([headers, log])) ||
  (!wasTaken && repeatsInProblem(body, put.body && sentIn(put.body)));

/** A key that looks like the name of a field may be told of: it is as likely to be a slip as to be content. */
const looksLikeName = /^[A-Za-z][A-Za-z0-9]{0,39}$/;

/** Whether a problem holds anything of a body beside such a key, where that is what is unknown in it. */
function repeatsInProblem(problem: Problem, sent: unknown): boolean {
  const errors = (problem.errors ?? []).filter(({ field, rule, detail }) => {
    const steps = field.split('/').slice(1);
    const isToldOf = rule === 'unknown-key' && looksLikeName.test(steps.at(-1) ?? '') && isThere(sent, steps);
    return !isToldOf || isMarked(`${steps.slice(0, -1).join('/')}${detail}`);
  });
  return isMarked(JSON.stringify({ ...problem, errors }));
}

const mediaOf = (status: number): string => (status < 300 ? 'application/json' : 'application/problem+json');

function faultsOfAnswer(operation: Operation, { status, headers, body }: Asked): readonly string[] {
  if (status >= 500) return [`answered ${status}`];
  const validate = validatorOf(operation, status);
  if (validate === undefined) return [`answered ${status}, which is not described`];
  const media = headers['content-type'];
  return [
    ...(media === mediaOf(status) ? [] : [`is marked as ${media}`]),
    ...(validate(body)
      ? []
      : [`is not as described: ${validate.errors?.map(({ schemaPath }) => schemaPath).join(', ')}`]),
    ...(status < 300 ? [] : faultsOfProblem(status, body)),
  ];
}

function validatorOf(operation: Operation, status: number) {
  const [method = '', route = ''] = operation.split(' ');
  const steps = ['paths', route, method.toLowerCase(), 'responses', String(status)];
  const response = apiDocument.paths[route]?.[method.toLowerCase()]?.responses[String(status)];
  if (response === undefined) return undefined;
  const shared = '$ref' in response ? (response.$ref.split('/').at(-1) ?? '') : undefined;
  const { content } = '$ref' in response ? apiDocument.components.responses[shared ?? '']! : response;
  // What only the gateway answers is in a form of its own.
  if (content[mediaOf(status)] === undefined) return undefined;
  const place = shared === undefined ? steps : ['components', 'responses', shared];
  return described(...place, 'content', mediaOf(status), 'schema');
}

type Problem = {
  readonly type?: string;
  readonly status?: number;
  readonly errors?: readonly { readonly field: string; readonly rule: string; readonly detail: string }[];
};

const statusOfType = new Map(
  Object.entries(problems).map(([code, { status }]) => [`/v1/errors#${code}`, status]),
);

/** A rule that was broken is named, and the field that breaks it. */
function faultsOfProblem(status: number, { type = '', status: said, errors }: Problem): readonly string[] {
  const namesFields = type.includes('#invalid-') || type.endsWith('#content-differs');
  return [
    ...(said === status && statusOfType.get(type) === status ? [] : ['says another status than it has']),
    ...(namesFields && (errors === undefined || errors.length === 0) ? [`names no field: ${type}`] : []),
  ];
}

const bodyOf = (operation: Operation) => {
  const [method = '', route = ''] = operation.split(' ');
  return described(
    'paths',
    route,
    method.toLowerCase(),
    'requestBody',
    'content',
    'application/json',
    'schema',
  );
};

/** Only what is as the published description has it is taken: its body, and the names in its query. */
function faultsOfForm(operation: Operation, { body, query }: Put): readonly string[] {
  const [method = '', route = ''] = operation.split(' ');
  const { requestBody, parameters = [] } = apiDocument.paths[route]?.[method.toLowerCase()] ?? {};
  const inQuery = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  const isUnknown = inQuery.length > 0 && Object.keys(query).some((name) => !inQuery.includes(name));
  // Of a batch each referral is looked at by itself.
  const isWhole = requestBody !== undefined && operation !== 'POST /v1/referrals/batch';
  const isAsDescribed = !isWhole || (body !== undefined && bodyOf(operation)(sentIn(body)));
  return [
    ...(isUnknown ? ['took a query with a name that is not described'] : []),
    ...(isAsDescribed ? [] : ['took a body that is not as described']),
  ];
}

/** A pointer leads to a value of the body, or to one that something in the body should have. */
function faultsOfPointers({ body }: Put, { status, body: { errors = [] } }: Asked): readonly string[] {
  if (status !== 422 || body === undefined) return [];
  const sent = sentIn(body);
  const fields: readonly string[] = errors.map(({ field }: { readonly field: string }) => field);
  return fields
    .filter((field) => field.startsWith('/'))
    .map((field) => field.split('/').slice(1, -1))
    .filter((steps) => !isThere(sent, steps))
    .map(() => 'points to where nothing can be');
}

function isThere(value: unknown, [step, ...rest]: readonly string[]): boolean {
  if (step === undefined) return true;
  if (typeof value !== 'object' || value === null) return false;
  const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
  return Object.hasOwn(value, name) && isThere((value as Record<string, unknown>)[name], rest);
}

/** Whatever is taken is there, whole, when it is asked for. */
async function faultsOfTaken(
  { world, operation }: Asking,
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

// biome-ignore lint/suspicious/noExplicitAny: a test reads what was sent as its reader does, without types.
function sentIn({ text, isBase64 }: { readonly text: string; readonly isBase64: boolean }): any {
  try {
    return JSON.parse(isBase64 ? Buffer.from(text, 'base64').toString() : text);
  } catch {
    return undefined;
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

// biome-ignore lint/suspicious/noExplicitAny: as above.
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

/** A separation that is done cannot be done again; what must be as it was read is something else by then. */
const mayBeSentAgain = ({ operation }: Asking, event: object): boolean =>
  operation !== 'POST /v1/families/{id}/separation' &&
  !('if-match' in (event as { headers: object }).headers);

async function faultsOfAgain(asking: Asking, event: object, first: Asked): Promise<readonly string[]> {
  if (asking.route === undefined || !mayBeSentAgain(asking, event)) return [];
  const between = asking.world.seen();
  const again = await askOnce(asking.route, event);
  if (typeof again === 'string') return [`${again} when it was sent again`];
  const changed = changedSince(between, asking.world.seen());
  return [
    ...(again.status === first.status && again.text === first.text
      ? []
      : ['answers otherwise when it is sent again']),
    ...(changed.length === 0 ? [] : [`has changed ${changed.join(', ')} when it was sent again`]),
  ];
}

import type { ClientName, Entry, Outcome } from './entry.ts';
import type { Target } from './operations.ts';
import type { Chance } from './seeded.ts';
import type { Amount, Making } from './valid-values.ts';
import type { World } from './world.ts';

/** What a family of entries is made with. */
export type Maker = { readonly chance: Chance; readonly world: World };

/** The problem of a body that breaks a rule of its schema, as docs/errors.md names them. */
export const problemOfBody: Readonly<Record<string, string>> = {
  recordReferral: 'invalid-referral',
  recordReferrals: 'invalid-batch',
  correctReferral: 'invalid-correction',
  withdrawReferral: 'invalid-withdrawal',
  annotateReferral: 'invalid-annotation',
  screenReferral: 'invalid-screening',
  recordLifeEvent: 'invalid-event',
  separateFamily: 'invalid-separation',
};

const aboutReferrals = /^\/v1\/referrals\/\{id\}/;
const aboutAlerts = /^\/v1\/alerts\/\{id\}/;

/** The path of an operation, about something that there is. */
export function pathOf({ route }: Target, { chance, world }: Maker, id?: string): string {
  const ids = aboutReferrals.test(route)
    ? world.receipts
    : aboutAlerts.test(route)
      ? world.alertIds
      : world.families;
  return route.includes('{id}') ? route.replace('{id}', encodeURIComponent(id ?? chance.of(ids))) : route;
}

export const canaryFrom = (chance: Chance): string => `kx${chance.letters(8)}`;

export function makingFrom(
  { chance, world }: Maker,
  canary: string,
  amount: Amount,
  client: ClientName = 'front-door',
): Making {
  return {
    chance,
    canary,
    amount,
    today: world.today,
    given: { source: client, sameEventAs: chance.of(world.receipts) },
  };
}

export const withQuery = (path: string, query: Readonly<Record<string, unknown>>): string => {
  const parameters = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  return parameters === '' ? path : `${path}?${parameters}`;
};

type Stated = Pick<Entry, 'field' | 'rule' | 'canary'> &
  Partial<Entry> & { readonly path: string; readonly body?: string | Buffer };

/** An entry of an operation, with what is usual where nothing else is stated. */
export function entryOf(target: Target, { path, body, ...stated }: Stated, claim: Outcome): Entry {
  return {
    operation: target.operation,
    way: '',
    client: 'front-door',
    isJudged: true,
    secrets: [],
    lane: 'any',
    claim,
    request: {
      method: target.method,
      path,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body }),
    },
    ...stated,
  };
}

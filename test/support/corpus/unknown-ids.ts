import type { ClientName, Entry } from './entry.ts';
import { canaryFrom, entryOf, type Maker, makingFrom, pathOf, withQuery } from './maker.ts';
import { type Target, targets } from './operations.ts';
import { validValue } from './valid-values.ts';

/** What is refused although its body and its query are good: by what is stored, or by what a token may. */

const problemOfId = ({ route }: Target): string =>
  route.includes('/referrals/')
    ? 'referral-unknown'
    : route.includes('/alerts/')
      ? 'alert-unknown'
      : 'family-unknown';

const bodyFor = (
  target: Target,
  maker: Maker,
  canary: string,
  client: ClientName = 'front-door',
): { body?: string } =>
  target.body === undefined
    ? {}
    : { body: JSON.stringify(validValue(target.body, makingFrom(maker, canary, 'least', client))) };

function idsOf({ chance }: Maker, canary: string): readonly (readonly [string, string])[] {
  return [
    ['well-formed', `${canary}${chance.letters(12)}`],
    ['the longest', `${canary}${chance.letters(54)}`],
    ['too short', canary],
    ['too long', `${canary}${chance.letters(55)}`],
    ['with a space', `${canary} ${chance.letters(20)}`],
    ['with a slash', `${canary}/${chance.letters(20)}`],
    ['with an accent', `${canary}é${chance.letters(20)}`],
    ['with nothing', `${canary}\u0000${chance.letters(20)}`],
    ['a key of the table', `FAM#${canary}${chance.letters(20)}`],
    ['an object of JavaScript', '__proto__'],
    ['a percent sign', `${canary}%41${chance.letters(20)}`],
    ['an alert’s', `ABCD-EFGH-${chance.digits(4)}`],
  ];
}

/** Ids in the path that lead nowhere. */
export function unknownIds(target: Target, rounds: number, maker: Maker): readonly Entry[] {
  if (!target.hasId) return [];
  const code = problemOfId(target);
  return Array.from({ length: rounds }, () => {
    const canary = canaryFrom(maker.chance);
    return idsOf(maker, canary).map(([way, id]) =>
      entryOf(
        target,
        {
          path: pathOf(target, maker, id),
          ...bodyFor(target, maker, canary),
          field: 'path id',
          rule: code,
          way,
          canary,
          isJudged: false,
        },
        { is: 'refused', code, fields: [] },
      ),
    );
  }).flat();
}

/** References in the query that nobody has used. */
export function unknownReferences(rounds: number, maker: Maker): readonly Entry[] {
  const pairs = [
    ['findReferral', 'referralId', 'referral-unknown'],
    ['findFamily', 'familyRef', 'family-unknown'],
  ] as const;
  return pairs.flatMap(([operation, name, code]) =>
    targets
      .filter((target) => target.operation === operation)
      .flatMap((target) =>
        Array.from({ length: rounds }, () => {
          const canary = canaryFrom(maker.chance);
          const path = withQuery(target.route, { source: 'front-door', [name]: `${canary}-${canary}` });
          return entryOf(
            target,
            { path, field: `query ${name}`, rule: code, canary, isJudged: false },
            { is: 'refused', code, fields: [] },
          );
        }),
      ),
  );
}

/** What a client may not, with a body that is good. */
export function notAllowed(rounds: number, maker: Maker): readonly Entry[] {
  const find = (operation: string): Target => {
    const target = targets.find((one) => one.operation === operation);
    if (target === undefined) throw new Error(`The document has no ${operation}.`);
    return target;
  };
  return Array.from({ length: rounds }, () => {
    const canary = canaryFrom(maker.chance);
    const made = (
      operation: string,
      code: string,
      field: string,
      client: ClientName,
      change: object,
    ): Entry => {
      const target = find(operation);
      const value = {
        ...Object(validValue(target.body ?? {}, makingFrom(maker, canary, 'least', client))),
        ...change,
      };
      const named = field === 'body' ? [] : [{ field, rule: 'not-allowed' }];
      return entryOf(
        target,
        {
          path: pathOf(target, maker),
          body: JSON.stringify(value),
          field,
          rule: code,
          client,
          canary,
          isJudged: false,
        },
        { is: 'refused', code, fields: named },
      );
    };
    const screening = { outcome: 'nfa', decidedAt: `${maker.world.today}T08:00:00Z` };
    const other = 'police-portal';
    return [
      made('recordReferral', 'source-not-bound', 'body', 'front-door', { source: other }),
      made('recordReferral', 'source-not-bound', 'body', 'schools-portal', { source: 'front-door' }),
      made('recordReferral', 'source-not-bound', 'body', 'front-door', { source: canary }),
      made('recordReferral', 'insufficient-scope', '/screening', 'schools-portal', { screening }),
      made('recordLifeEvent', 'source-not-bound', 'body', 'front-door', { source: other }),
      made('annotateReferral', 'insufficient-scope', 'body', 'schools-portal', {
        annotation: 'judged-malicious',
      }),
      made('annotateReferral', 'referral-unknown', 'body', 'schools-portal', {
        annotation: 'retracted-by-sender',
      }),
      made('correctReferral', 'referral-unknown', 'body', 'schools-portal', {}),
      made('withdrawReferral', 'referral-unknown', 'body', 'schools-portal', {}),
      made('screenReferral', 'invalid-screening', '/sameEventAs', 'front-door', {
        sameEventAs: `${canary}${'q'.repeat(20)}`,
      }),
      made('separateFamily', 'invalid-separation', '/timelines', 'front-door', {}),
    ];
  }).flat();
}

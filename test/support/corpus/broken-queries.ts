import { breakagesOf } from './broken-values.ts';
import { codesOf, followed } from './described-schema.ts';
import { type Entry, secretsOf } from './entry.ts';
import { canaryFrom, entryOf, type Maker, makingFrom, pathOf, withQuery } from './maker.ts';
import type { QueryParameter, Target } from './operations.ts';
import { looksLikeAName } from './rule-of-error.ts';
import { validValue } from './valid-values.ts';

/** Everything in a query is a text, and no rule of a type or of the clock is broken there. */
const inQuery = new Set([
  'unknown-code',
  'bad-format',
  'impossible-date',
  'too-long',
  'too-short',
  'out-of-range',
]);

type TextBreakage = { readonly rule: string; readonly way: string; readonly texts: readonly string[] };

function breakagesOfParameter(
  { schema, name }: QueryParameter,
  canary: string,
  maker: Maker,
): readonly TextBreakage[] {
  const making = makingFrom(maker, canary, 'all');
  const described = followed(schema);
  const place = { steps: [name], general: '', described, isRequired: false };
  const found = breakagesOf(place, making)
    .filter(({ rule }) => inQuery.has(rule))
    .map(({ rule, way, changes }) => ({
      rule,
      way,
      texts: changes.flatMap((change) => (change.do === 'put' ? [asText(change.value)] : [])),
    }));
  const repeated = `${canary},${canary}`;
  const noNumbers = [canary, '', '01', '+5', '1.5', '1e1', '5,5', ' 5', '0x10', repeated];
  return described.type === 'integer' ? [...found, { rule: 'bad-format', way: '', texts: noNumbers }] : found;
}

/** As a number is written in a query: with all its digits. */
const asText = (value: unknown): string =>
  typeof value === 'number' ? BigInt(value).toString() : String(value);

/** Queries of an operation that break one rule each, so many times over. */
export function brokenQueries(target: Target, rounds: number, maker: Maker): readonly Entry[] {
  const entries: Entry[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const parameter of target.query) entries.push(...brokenParameter(target, parameter, round, maker));
    if (target.query.length > 0) entries.push(unknownParameter(target, round, maker));
  }
  return entries;
}

function validQuery(target: Target, maker: Maker, canary: string): Record<string, string> {
  const given = target.query.filter(({ required }) => required || maker.chance.below(2) === 0);
  const making = makingFrom(maker, canary, 'all');
  return Object.fromEntries(
    given.map(({ name, schema }) => [name, String(validValue(schema, making, name))]),
  );
}

const refusedAt = (field: string, rule: string) =>
  ({ is: 'refused', code: 'invalid-request', fields: [{ field, rule }] }) as const;

function brokenParameter(
  target: Target,
  parameter: QueryParameter,
  round: number,
  maker: Maker,
): readonly Entry[] {
  const { name, required } = parameter;
  const field = `query ${name}`;
  const made = (rule: string, way: string, text: (canary: string) => string | undefined): Entry => {
    const canary = canaryFrom(maker.chance);
    const query = validQuery(target, maker, canary);
    const broken = text(canary);
    if (broken === undefined) delete query[name];
    else query[name] = broken;
    const path = withQuery(pathOf(target, maker), query);
    return entryOf(
      target,
      { path, field, rule, way, canary, secrets: secretsOf(broken) },
      refusedAt(field, rule),
    );
  };
  const breakages = breakagesOfParameter(parameter, '', maker);
  return [
    ...(required ? [made('missing', '', () => undefined)] : []),
    ...breakages.map(({ rule, way }) =>
      made(rule, way, (canary) => {
        const { texts } = breakagesOfParameter(parameter, canary, maker).find(
          (one) => one.rule === rule && one.way === way,
        ) ?? { texts: [] };
        return texts[round % texts.length];
      }),
    ),
    repeatedParameter(target, parameter, maker),
  ];
}

/** Given twice, a parameter reaches a function as one text with a comma, and no parameter may hold one. */
function repeatedParameter(target: Target, { name, schema }: QueryParameter, maker: Maker): Entry {
  const canary = canaryFrom(maker.chance);
  const value = String(validValue(schema, makingFrom(maker, canary, 'all'), name));
  const { [name]: _, ...rest } = validQuery(target, maker, canary);
  const twice = `${name}=${encodeURIComponent(value)}&${name}=${encodeURIComponent(value)}`;
  const path = withQuery(pathOf(target, maker), rest);
  const rule = codesOf(followed(schema)) === undefined ? 'bad-format' : 'unknown-code';
  return entryOf(
    target,
    {
      path: `${path}${path.includes('?') ? '&' : '?'}${twice}`,
      field: `query ${name}`,
      rule,
      way: 'twice',
      canary,
    },
    refusedAt(`query ${name}`, rule),
  );
}

function unknownParameter(target: Target, round: number, maker: Maker): Entry {
  const canary = canaryFrom(maker.chance);
  const name = ['note', `${canary} said`, 'constructor', 'id', `${canary}_`][round % 5] ?? '';
  const query = { ...validQuery(target, maker, canary), [name]: `${canary} said` };
  const named = looksLikeAName.test(name) ? `query ${name}` : 'query';
  return entryOf(
    target,
    { path: withQuery(pathOf(target, maker), query), field: 'query', rule: 'unknown-key', canary },
    refusedAt(named, 'unknown-key'),
  );
}

import { type Breakage, breakagesOf, type Change } from './broken-values.ts';
import { type Described, followed } from './described-schema.ts';
import { type ClientName, type Entry, type FieldFault, secretsOf } from './entry.ts';
import { canaryFrom, entryOf, type Maker, makingFrom, pathOf, problemOfBody } from './maker.ts';
import { type Target, targetOf } from './operations.ts';
import { type Place, placesOf, pointerOf, withAt, withKeyAt, withoutAt } from './places.ts';
import { looksLikeAName } from './rule-of-error.ts';
import { validValue } from './valid-values.ts';

/** Takes what may be left out from a value, half of it, but for what leads to a place. */
function thinned(schema: Described, value: unknown, kept: Place['steps'], { chance }: Maker): unknown {
  return placesOf(schema, value)
    .filter(({ steps, isRequired }) => {
      const isField = typeof steps.at(-1) === 'string';
      return isField && !isRequired && !steps.every((step, index) => step === kept[index]);
    })
    .reduceRight(
      (thinner, { steps }) => (chance.below(2) === 0 ? withoutAt(thinner, steps) : thinner),
      value,
    );
}

/** The forms that a body can have: each is gone through by itself. */
const formsOf = (schema: Described): readonly Described[] => followed(schema).oneOf ?? [schema];

type Broken = { readonly value: unknown; readonly fault: FieldFault; readonly secrets: readonly string[] };

function brokenBy(
  change: Change,
  rule: string,
  { value, place, canary }: { value: unknown; place: Place; canary: string },
): Broken {
  const { steps } = place;
  const field = pointerOf(steps);
  switch (change.do) {
    case 'take-out': {
      // Of forms that no field tells apart the first is meant: what it asks for is what is missing.
      const isOfForms = steps.at(-1) === 'expectedDateOfBirth' && steps.length > 1;
      const named = isOfForms ? pointerOf([...steps.slice(0, -1), 'dateOfBirth']) : field;
      return { value: withoutAt(value, steps), fault: { field: named, rule }, secrets: [] };
    }
    case 'put':
      return {
        value: withAt(value, steps, change.value),
        fault: { field, rule },
        secrets: secretsOf(change.value),
      };
    case 'add-key': {
      const named = looksLikeAName.test(change.key) ? pointerOf([...steps, change.key]) : field;
      return {
        value: withKeyAt(value, steps, change.key, `${canary} said`),
        fault: { field: named, rule },
        secrets: [],
      };
    }
    default:
      throw new Error(`No such change: ${change satisfies never}`);
  }
}

/** A field and a rule of it that can be broken in one form of a body. */
type Cell = {
  readonly form: Described;
  readonly general: string;
  readonly breakage: Pick<Breakage, 'rule' | 'way'>;
};

function cellsOf(schema: Described, maker: Maker): readonly Cell[] {
  const cells = new Map<string, Cell>();
  for (const form of formsOf(schema)) {
    const making = makingFrom(maker, canaryFrom(maker.chance), 'all');
    const value = validValue(form, making);
    for (const place of placesOf(schema, value)) {
      for (const breakage of breakagesOf(place, making)) {
        cells.set(`${place.general} ${breakage.rule} ${breakage.way}`, {
          form,
          general: place.general,
          breakage,
        });
      }
    }
  }
  return [...cells.values()];
}

/** One body that breaks one rule at one field, on top of a body of its own. */
function brokenBody(
  schema: Described,
  cell: Cell,
  round: number,
  { maker, canary, client }: { maker: Maker; canary: string; client: ClientName },
): Broken {
  const making = makingFrom(maker, canary, 'all', client);
  const value = validValue(cell.form, making);
  const { chance } = maker;
  const place = chance.of(placesOf(schema, value).filter(({ general }) => general === cell.general));
  const breakage = breakagesOf(place, making).find(
    ({ rule, way }) => rule === cell.breakage.rule && way === cell.breakage.way,
  );
  const change = breakage?.changes[round % breakage.changes.length];
  if (change === undefined) throw new Error(`${cell.general} cannot break ${cell.breakage.rule}.`);
  return brokenBy(change, cell.breakage.rule, {
    value: thinned(schema, value, place.steps, maker),
    place,
    canary,
  });
}

/** A partner may not say what was decided. */
const clientFor = ({ general }: Cell, operation: string, round: number): ClientName =>
  operation === 'recordReferral' && round % 4 === 3 && !general.startsWith('/screening')
    ? 'schools-portal'
    : 'front-door';

const withoutScreening = (value: unknown): unknown => {
  const { screening: _, ...rest } = value as { screening?: unknown };
  return rest;
};

/** Bodies of an operation that break one rule each: every rule of every field, so many times over. */
export function brokenBodies(target: Target, rounds: number, maker: Maker): readonly Entry[] {
  const { body, operation } = target;
  if (body === undefined) return [];
  if (operation === 'recordReferrals') return brokenBatches(target, rounds, maker);
  const code = problemOfBody[operation] ?? '';
  return Array.from({ length: rounds }, (_, round) =>
    cellsOf(body, maker).map((cell, index) => {
      const canary = canaryFrom(maker.chance);
      const client = clientFor(cell, operation, round);
      const { value, fault, secrets } = brokenBody(body, cell, round + index, { maker, canary, client });
      const sent = client === 'front-door' || fault.field === '' ? value : withoutScreening(value);
      return entryOf(
        target,
        {
          path: pathOf(target, maker),
          body: JSON.stringify(sent),
          field: cell.general,
          ...cell.breakage,
          client,
          canary,
          secrets,
        },
        { is: 'refused', code, fields: [fault] },
      );
    }),
  ).flat();
}

/**
 * Batches none of whose records is good, so that nothing may be stored: what is
 * wrong with a record is told in its own result, by a pointer into the record.
 */
function brokenBatches(target: Target, rounds: number, maker: Maker): readonly Entry[] {
  const { body: ofRecord } = targetOf('recordReferral');
  if (ofRecord === undefined || target.body === undefined) return [];
  const { chance } = maker;
  const entries: Entry[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const [nth, cell] of cellsOf(ofRecord, maker).entries()) {
      const canary = canaryFrom(chance);
      const records = Array.from({ length: 1 + (round % 2) }, (_, index) =>
        brokenBody(ofRecord, cell, round + nth + index, { maker, canary, client: 'front-door' }),
      );
      entries.push(
        entryOf(
          target,
          {
            path: target.route,
            body: JSON.stringify({ referrals: records.map(({ value }) => value) }),
            field: `/referrals/*${cell.general}`,
            ...cell.breakage,
            canary,
            secrets: records.flatMap(({ secrets }) => secrets),
          },
          { is: 'none-taken', code: 'invalid-referral', records: records.map(({ fault }) => [fault]) },
        ),
      );
    }
    entries.push(...brokenAroundRecords(target, round, maker));
  }
  return entries;
}

/** What is wrong with a batch itself. */
function brokenAroundRecords(target: Target, round: number, maker: Maker): readonly Entry[] {
  const { body = {}, route } = target;
  const making = makingFrom(maker, canaryFrom(maker.chance), 'least');
  const value = { referrals: [validValue(followed(body).properties?.referrals?.items ?? {}, making)] };
  return placesOf(body, value)
    .filter(({ steps }) => steps.length < 2)
    .flatMap((place) =>
      breakagesOf(place, making).map(({ rule, way, changes }) => {
        const change = changes[round % changes.length] ?? { do: 'take-out' };
        const { canary } = making;
        const broken = brokenBy(change, rule, { value, place, canary });
        const stated = {
          path: route,
          body: JSON.stringify(broken.value),
          field: place.general,
          rule,
          way,
          canary,
          secrets: broken.secrets,
        };
        return entryOf(
          target,
          stated,
          rule === 'too-many'
            ? { is: 'refused', code: 'batch-too-large', fields: [] }
            : { is: 'refused', code: 'invalid-batch', fields: [broken.fault] },
        );
      }),
    );
}

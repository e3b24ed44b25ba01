import { codesOf, type Described, followed, formOf } from './described-schema.ts';

/** One place of a value that a schema has accepted, with what the schema says of it. */
export type Place = {
  readonly steps: readonly (string | number)[];
  /** Where it is in any such value: entries of a list are alike, and forms are told apart. */
  readonly general: string;
  readonly described: Described;
  readonly isRequired: boolean;
};

export const pointerOf = (steps: readonly (string | number)[]): string =>
  steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** Every place of a value, found by going through the value and not through the schema. */
export function placesOf(schema: Described, value: unknown): readonly Place[] {
  return within(schema, value, { steps: [], general: '', isRequired: false });
}

type Where = Omit<Place, 'described'>;

function within(schema: Described, value: unknown, where: Where): readonly Place[] {
  const whole = followed(schema);
  const described = formOf(whole, value);
  const form = whole.oneOf === undefined ? '' : `(${String((value as { event: string }).event)})`;
  // Codes that lead to one form are one: the form is called by the first of them.
  const called = form === '' ? '' : `(${codesOf(followed(described.properties?.event ?? {}))?.[0]})`;
  const general = `${where.general}${called}`;
  const here = { ...where, general, described };
  if (Array.isArray(value)) {
    return [
      here,
      ...value.flatMap((entry, index) =>
        within(described.items ?? {}, entry, {
          steps: [...where.steps, index],
          general: `${general}/*`,
          isRequired: false,
        }),
      ),
    ];
  }
  if (typeof value !== 'object' || value === null) return [here];
  const { properties = {}, required = [] } = described;
  return [
    here,
    ...Object.entries(value).flatMap(([name, inner]) =>
      within(properties[name] ?? {}, inner, {
        steps: [...where.steps, name],
        general: `${general}/${name}`,
        isRequired: required.includes(name),
      }),
    ),
  ];
}

type Step = string | number;
type Container = Record<Step, unknown>;

const containerOf = (value: unknown, steps: readonly Step[]): Container =>
  steps.reduce<unknown>((inner, step) => (inner as Container)[step], value) as Container;

/** The same value with something else at one place of it. */
export function withAt(value: unknown, steps: readonly Step[], replacement: unknown): unknown {
  const last = steps.at(-1);
  if (last === undefined) return replacement;
  const copy = structuredClone(value);
  containerOf(copy, steps.slice(0, -1))[last] = replacement;
  return copy;
}

/** The same value without one field of it. */
export function withoutAt(value: unknown, steps: readonly Step[]): unknown {
  const copy = structuredClone(value);
  delete containerOf(copy, steps.slice(0, -1))[steps.at(-1) ?? ''];
  return copy;
}

/** The same value with a key more in one object of it. A key that JavaScript treats apart is a key like any other. */
export function withKeyAt(value: unknown, steps: readonly Step[], key: string, content: unknown): unknown {
  const copy = structuredClone(value);
  Object.defineProperty(containerOf(copy, steps), key, { value: content, enumerable: true });
  return copy;
}

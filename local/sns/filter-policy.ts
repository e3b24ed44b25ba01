import * as z from 'zod';

const Condition = z.union([
  z.string(),
  z.number().min(-1e9).max(1e9),
  z.boolean(),
  z.null(),
  z.strictObject({ exists: z.boolean() }),
  z.strictObject({ prefix: z.string() }),
  z.strictObject({ suffix: z.string() }),
  z.strictObject({ wildcard: z.string() }),
  z.strictObject({ 'equals-ignore-case': z.string() }),
  z.strictObject({ cidr: z.string() }),
  z.strictObject({
    numeric: z
      .array(z.union([z.string(), z.number()]))
      .min(2)
      .max(4),
  }),
  z.strictObject({
    'anything-but': z.union([
      z.string(),
      z.number(),
      z.array(z.union([z.string(), z.number()])).min(1),
      z.strictObject({ prefix: z.string() }),
      z.strictObject({ suffix: z.string() }),
      z.strictObject({ wildcard: z.string() }),
    ]),
  }),
]);

type Conditions = Readonly<Record<string, readonly unknown[]>>;

/** Limits of a policy (SNS Developer Guide, "Filter policy constraints"). */
const maxNames = 5;
const maxCombinations = 150;
const maxBytes = 256 * 1024;

/**
 * What SNS finds wrong with a filter policy on message attributes; undefined
 * where it takes it. Says no more of the policy than the name of an attribute.
 */
export function faultOfFilterPolicy(text: string): string | undefined {
  if (Buffer.byteLength(text) > maxBytes) return 'Filter policy is too long';
  const policy = parsePolicy(text);
  if (policy === undefined) return 'failed to parse JSON.';
  const groups = groupsOf(policy);
  if (groups === undefined) return '"$or" must be an array of objects';
  const entries = groups.flatMap((group) => Object.entries(group));
  for (const [name, conditions] of entries) {
    if (!Array.isArray(conditions)) return `"${name}" must be an array`;
    if (conditions.length === 0) return 'Empty arrays are not allowed';
    if (!conditions.every((condition) => Condition.safeParse(condition).success))
      return `Unrecognized match type in "${name}"`;
  }
  if (Object.keys(policy).length > maxNames) return `Filter policy can not have more than ${maxNames} keys`;
  return combinationsOf(groups as readonly Conditions[]) > maxCombinations
    ? 'Filter policy is too complex'
    : undefined;
}

/** The names of attributes that a policy asks for. The policy must be a valid one. */
export function attributeNamesOf(text: string): readonly string[] {
  return (groupsOf(parsePolicy(text) ?? {}) ?? []).flatMap(Object.keys);
}

function parsePolicy(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const policy: unknown = JSON.parse(text);
    return typeof policy === 'object' && policy !== null && !Array.isArray(policy)
      ? (policy as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The attributes that must all match, then each alternative of `$or`; undefined where `$or` is not such a list. */
function groupsOf(policy: Readonly<Record<string, unknown>>): readonly Record<string, unknown>[] | undefined {
  const { $or: alternatives, ...all } = policy;
  if (alternatives === undefined) return [all];
  const parsed = z.array(z.record(z.string(), z.unknown())).min(1).safeParse(alternatives);
  return parsed.success ? [all, ...parsed.data] : undefined;
}

function combinationsOf([all = {}, ...alternatives]: readonly Conditions[]): number {
  const product = (group: Conditions) =>
    Object.values(group).reduce((combinations, { length }) => combinations * length, 1);
  const either = alternatives.reduce((sum, group) => sum + product(group), 0);
  return product(all) * (alternatives.length === 0 ? 1 : either);
}

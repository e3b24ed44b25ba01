/**
 * Filter patterns of event source mappings: nested keys that must all match,
 * each by one of a list of conditions. The operators are those that AWS
 * documents for DynamoDB streams, where numbers cannot be compared.
 */

type Condition = (value: unknown) => boolean;
type Check = (record: unknown) => boolean;

/** Turns patterns into one check: a record passes when one of them matches, or when there are none. Throws an Error on an operator that it does not know. */
export function compileFilterPatterns(patterns: readonly unknown[], path: string): Check {
  if (patterns.length === 0) return () => true;
  const checks = patterns.map((pattern) => compileObject(pattern, path));
  return (record) => checks.some((check) => check(record));
}

function compileObject(pattern: unknown, path: string): Check {
  if (!isRecord(pattern)) throw unsupported(path, pattern);
  const checks = Object.entries(pattern).map(([key, expected]): Check => {
    if (key === '$or') return compileAlternatives(expected, path);
    const check = Array.isArray(expected) ? compileConditions(expected, path) : compileObject(expected, path);
    return (record) => check(isRecord(record) ? record[key] : undefined);
  });
  return (record) => checks.every((check) => check(record));
}

function compileAlternatives(expected: unknown, path: string): Check {
  if (!Array.isArray(expected)) throw unsupported(path, expected);
  const checks = expected.map((alternative) => compileObject(alternative, path));
  return (record) => checks.some((check) => check(record));
}

/** A list in the record matches when one of its elements does. */
function compileConditions(expected: readonly unknown[], path: string): Check {
  const conditions = expected.map((condition) => compileCondition(condition, path));
  return (value) => {
    const values = Array.isArray(value) && value.length > 0 ? value : [value];
    return values.some((each) => conditions.some((condition) => condition(each)));
  };
}

function compileCondition(condition: unknown, path: string): Condition {
  if (!isRecord(condition)) return (value) => value === condition;
  const [operator, operand] = Object.entries(condition)[0] ?? [];
  switch (operator) {
    case 'prefix':
      return startsWith(textOf(operand, condition, path));
    case 'suffix':
      return endsWith(textOf(operand, condition, path));
    case 'equals-ignore-case':
      return equalsIgnoringCase(textOf(operand, condition, path));
    case 'exists':
      return (value) => (value !== undefined && !isRecord(value)) === operand;
    case 'anything-but':
      return compileAnythingBut(operand, path);
    default:
      throw unsupported(path, condition);
  }
}

function compileAnythingBut(operand: unknown, path: string): Condition {
  const excluded = [operand].flat().map((each) => compileCondition(each, path));
  return (value) =>
    value !== undefined && !isRecord(value) && !excluded.some((condition) => condition(value));
}

function startsWith(prefix: string): Condition {
  return (value) => typeof value === 'string' && value.startsWith(prefix);
}

function endsWith(suffix: string): Condition {
  return (value) => typeof value === 'string' && value.endsWith(suffix);
}

function equalsIgnoringCase(text: string): Condition {
  return (value) => typeof value === 'string' && value.toLowerCase() === text.toLowerCase();
}

function textOf(operand: unknown, condition: unknown, path: string): string {
  if (typeof operand !== 'string') throw unsupported(path, condition);
  return operand;
}

function unsupported(path: string, found: unknown): Error {
  return new Error(`${path}: the local stack does not know the filter ${JSON.stringify(found)}.`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

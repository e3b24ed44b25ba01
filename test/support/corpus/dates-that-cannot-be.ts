import type { FieldFault } from './entry.ts';

/**
 * The rules of docs/errors.md that depend on the day, in the plainest way: dates
 * are compared as texts and instants as numbers. Only fields of a date's form are looked at.
 */
export function datesThatCannotBe(value: unknown, today: string, field = ''): readonly FieldFault[] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) =>
      datesThatCannotBe(inner, today, `${field}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
    );
  }
  const name = field.split('/').at(-1) ?? '';
  const rule = typeof value === 'string' ? brokenRule(name, value, today) : undefined;
  return rule === undefined ? [] : [{ field, rule }];
}

const dates = ['incidentDate', 'dateOfBirth', 'happenedOn', 'expectedDateOfBirth'];

function brokenRule(name: string, text: string, today: string): string | undefined {
  if (name === 'madeAt' || name === 'decidedAt') {
    const instant = Date.parse(text);
    if (instant < Date.parse('1900-01-01T00:00:00Z')) return 'too-long-ago';
    // Nothing of the corpus lies within the last hours of the day on which it is sent.
    return instant > Date.parse(`${today}T23:00:00Z`) ? 'future-date' : undefined;
  }
  if (!dates.includes(name) || !/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  if (text < '1900-01-01') return 'too-long-ago';
  const days = name === 'expectedDateOfBirth' ? 280 : 0;
  const last = new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
  return text > last ? 'future-date' : undefined;
}

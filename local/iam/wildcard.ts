/**
 * Patterns of policy documents: `*` stands for any characters, `?` for one.
 * An asterisk inside a segment of an arn stays inside it; one that ends a
 * segment reaches past the colons, as IAM documents for the Resource element
 * (IAM User Guide, "IAM JSON policy elements: Resource").
 */

const patterns = new Map<string, RegExp>();

const compile = (source: string, flags: string): RegExp => {
  const key = `${flags}/${source}`;
  const known = patterns.get(key);
  if (known !== undefined) return known;
  const compiled = new RegExp(`^${source}$`, `s${flags}`);
  patterns.set(key, compiled);
  return compiled;
};

const escaped = (text: string): string => text.replace(/[.+^${}()|[\]\\/-]/g, '\\$&');

/** Plain wildcard matching, case-sensitive: values of `StringLike`. */
export const matchesText = (pattern: string, text: string): boolean =>
  compile(escaped(pattern).replaceAll('*', '.*').replaceAll('?', '.'), '').test(text);

/** Action names are matched whatever their case. */
export const matchesAction = (pattern: string, action: string): boolean =>
  compile(escaped(pattern).replaceAll('*', '.*').replaceAll('?', '.'), 'i').test(action);

/** The Resource element of a statement against the arn of a call. */
export const matchesResource = (pattern: string, resource: string): boolean =>
  compile(escaped(pattern).split(':').map(segmentSource).join(':'), '').test(resource);

const segmentSource = (segment: string): string => {
  const [, head = '', last = ''] = /^(.*?)(\**)$/s.exec(segment) ?? [];
  return `${head.replaceAll('?', '[^:]').replaceAll('*', '[^:]*')}${last === '' ? '' : '.*'}`;
};

/** `ArnEquals` and `ArnLike`: six parts, each matched by itself. */
export const matchesArn = (pattern: string, arn: string): boolean => {
  const wanted = arnParts(pattern);
  const given = arnParts(arn);
  if (wanted.length !== 6 || given.length !== 6) return false;
  return wanted.every((part, index) => matchesText(part, given[index] ?? ''));
};

const arnParts = (arn: string): readonly string[] => {
  const parts = arn.split(':');
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
};

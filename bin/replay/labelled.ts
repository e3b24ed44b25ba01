import { wrapped } from '../wrapped.ts';

const labelWidth = 12;

/** A label and its text beside it, or below it where the label is long. */
export function labelled(label: string, text: string): readonly string[] {
  const lines = wrapped(text, 5 + labelWidth + 2);
  if (label.length > labelWidth) return [`     ${label}`, ...lines];
  const [first, ...others] = lines;
  return [`     ${label.padEnd(labelWidth)}  ${(first ?? '').trimStart()}`, ...others];
}

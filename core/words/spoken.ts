import { isWorkingDays } from '../time/working-time.ts';

const units: Readonly<Record<string, string>> = {
  Y: 'year',
  M: 'month',
  W: 'week',
  D: 'day',
  TH: 'hour',
  TM: 'minute',
  TS: 'second',
};

/** `1 agency`, `2 agencies`. */
export const counted = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? one : many}`;

/** A duration in words: `P6M` is `6 months`, `PT48H` is `48 hours`; working days are words already. */
export function spokenDuration(duration: string): string {
  if (isWorkingDays(duration)) return duration;
  const time = duration.startsWith('PT') ? 'T' : '';
  const parts = [...duration.matchAll(/(\d+)([A-Z])/g)]
    .filter(([, amount]) => Number(amount) > 0)
    .map(([, amount, unit]) => counted(Number(amount), `${units[time + unit]}`, `${units[time + unit]}s`));
  return spokenList(parts, 'and');
}

/** `a`, `a and b`, `a, b and c`. Nothing where there is nothing. */
export function spokenList(parts: readonly string[], joint: 'and' | 'or'): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} ${joint} ${last}`;
}

/** With its first letter a capital, as a sentence begins. */
export const capitalised = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

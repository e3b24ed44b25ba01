import type { Step } from './metric-store.ts';

/** What a part of a text costs in US dollars: about what one to the United Kingdom does. */
export const usdPerPart = 0.04;

export type SentText = { readonly at: string; readonly protocol: string; readonly body: string };

const basic = /^[\n\r -~£¥§ÄÅÆÇÉÑÖØÜßàäåæèéìñòöøùü¡¿ΔΦΓΛΩΠΨΣΘΞ]*$/;
const escapedInBasic = /[\^{}\\[\]~|€]/g;

/** Parts of a text: 160 characters of the basic set or 70 others in one; 153 or 67 in each of several. */
export function partsOf(text: string): number {
  const isBasic = basic.test(text.replaceAll('€', 'e')) && !text.includes('`');
  const length = isBasic ? text.length + (text.match(escapedInBasic)?.length ?? 0) : text.length;
  const [alone, joined] = isBasic ? [160, 153] : [70, 67];
  return length <= alone ? 1 : Math.ceil(length / joined);
}

/** What texts have cost since the month began, in US dollars, from each of them on; a month begins at nought. */
export function spendSteps(texts: readonly SentText[]): readonly Step[] {
  const sent = texts.filter(({ protocol }) => protocol === 'sms');
  const steps: Step[] = [];
  let month = '';
  let parts = 0;
  for (const { at, body } of sent) {
    if (!at.startsWith(month) || month === '') parts = 0;
    month = at.slice(0, 7);
    parts += partsOf(body);
    const nextMonth = firstOfNextMonth(month);
    if ((steps.at(-1)?.at ?? 0) > Date.parse(at)) steps.pop();
    // To the cent, so that no sum of fractions creeps past a threshold.
    steps.push({
      at: Date.parse(at),
      level: { kind: 'value', value: Math.round(parts * usdPerPart * 100) / 100 },
    });
    steps.push({ at: nextMonth, level: { kind: 'value', value: 0 } });
  }
  return steps;
}

function firstOfNextMonth(month: string): number {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return Date.UTC(year, number, 1);
}

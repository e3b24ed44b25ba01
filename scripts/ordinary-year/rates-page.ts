import type { Figures } from './measure/measure.ts';
import { type PublishedFigure, publishedFigures } from './published-figures.ts';
import { listedRates, type Rate } from './rates.ts';

const decimals = (value: number): string => (Number.isInteger(value) ? `${value}` : value.toFixed(1));

function shown(value: Rate['value']): string {
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return value.map(shown).join(' to ');
  return Object.entries(value)
    .map(([key, each]) => (typeof each === 'object' ? `${key} (${shown(each)})` : `${key}: ${each}`))
    .join(', ');
}

const ratesTable = (): readonly string[] => [
  '| rate | what it is | value | basis | source, or why |',
  '|---|---|---|---|---|',
  ...Object.entries(listedRates).map(
    ([name, { title, value, basis, source }]) =>
      `| \`${name}\` | ${title} | ${shown(value)} | ${basis} | ${source} |`,
  ),
];

/** What was published, with the tolerance within which a test holds the synthetic authority. */
function published({ from, to, tolerance, unit }: PublishedFigure): string {
  const range = from === to ? decimals(from) : `${decimals(from)} to ${decimals(to)}`;
  return `${range}${unit === '' ? '' : ` ${unit}`}${tolerance === 0 ? '' : ` ± ${decimals(tolerance)}`}`;
}

const comparisonTable = (figures: Figures): readonly string[] => [
  '| figure | published | measured | source |',
  '|---|---:|---:|---|',
  ...publishedFigures.map(
    ([name, figure]) =>
      `| ${figure.title} | ${published(figure)} | ${decimals(figures[name])}${figure.unit === '' ? '' : ` ${figure.unit}`} | ${figure.source} |`,
  ),
];

/** The page that lists every rate of the synthetic authority and sets what it gives beside what is published. */
export const ratesPage = (figures: Figures): string =>
  [
    '# The rates of the synthetic authority',
    '',
    'Written by `npm run ordinary-year -- --rates --write` from `scripts/ordinary-year/rates.json`; a test compares the two.',
    'What the authority is for, and what it cannot say, is in [ordinary-year.md](ordinary-year.md).',
    '',
    '**The rates were fixed before the first policy was run on the authority**, on the comparisons below and on nothing',
    'else. A rate is changed only where a comparison asks for it, never for what a policy raises.',
    '',
    '## What is published, and what comes out',
    '',
    'Counted by a separate plain counter (`scripts/ordinary-year/measure`) that reads only what was sent. A test holds each',
    'figure within the tolerance. Figures of England count children; the authority is counted in families, since one',
    'contact tells of a household.',
    '',
    ...comparisonTable(figures),
    '',
    '## Every rate',
    '',
    'Basis: `published` is a published figure; `derived` is arithmetic on one; `fitted` was set so that a published figure',
    'comes out; `assumption` is a guess, said plainly; `setting` is a choice of what to simulate. Shares are of one; weights',
    'count only beside each other.',
    '',
    ...ratesTable(),
    '',
  ].join('\n');

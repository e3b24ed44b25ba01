import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readPolicyDocument } from '../bin/policy/read-policy-document.ts';
import type { LivePolicy } from '../core/policy/policy.ts';
import { createAuthority, shippedAuthority } from './ordinary-year/authority.ts';
import { measure } from './ordinary-year/measure/measure.ts';
import { alertTables } from './ordinary-year/play/alert-tables.ts';
import { playAuthority } from './ordinary-year/play/play-authority.ts';
import { playPolicy } from './ordinary-year/play/play-policy.ts';
import { ratesPage } from './ordinary-year/rates-page.ts';
import { frontierText, withParts, yearPage } from './ordinary-year/year-page.ts';

const help = `Usage: npm run ordinary-year -- [options]

Plays an ordinary year of a synthetic authority with 20,000 contacts and referrals through the lines of
a policy, and prints how many alerts managers get. docs/ordinary-year.md says what that can tell.

  --policy POLICY  default, sensitive, or a file (default: default)
  --seed NUMBER    another authority with the same rates
  --families NUMBER  only so many families: quicker, and rougher
  --frontier       what each further line costs, and what it catches among the replays
  --rates          what the authority is made of, beside what is published
  --write          with --rates, write docs/ordinary-year-rates.md; else write the tables of both
                   policies into docs/ordinary-year.md
`;

const docs = path.resolve(import.meta.dirname, '../docs');

async function shipped(named: string): Promise<LivePolicy> {
  const read = await readPolicyDocument(named);
  if (!read.ok) throw new Error(read.error.problems.join('\n'));
  return read.value;
}

async function writeYear(): Promise<void> {
  const file = path.join(docs, 'ordinary-year.md');
  const parts = await yearPage({ default: await shipped('default'), sensitive: await shipped('sensitive') });
  await writeFile(file, withParts(await readFile(file, 'utf8'), parts));
}

async function writeRates(): Promise<void> {
  const figures = measure(createAuthority(shippedAuthority));
  await writeFile(path.join(docs, 'ordinary-year-rates.md'), ratesPage(figures));
}

const { values } = parseArgs({
  options: {
    policy: { type: 'string', default: 'default' },
    seed: { type: 'string', default: `${shippedAuthority.seed}` },
    families: { type: 'string', default: `${shippedAuthority.families}` },
    frontier: { type: 'boolean', default: false },
    rates: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const [seed, families] = [Number(values.seed), Number(values.families)];
if (values.help) {
  console.log(help);
} else if (!Number.isInteger(seed) || !Number.isInteger(families) || families < 1) {
  console.error('A seed and a number of families are whole numbers.');
  process.exitCode = 1;
} else if (values.rates) {
  if (values.write) await writeRates();
  else console.log(ratesPage(measure(createAuthority({ seed, families }))));
} else if (values.write) {
  await writeYear();
} else {
  const live = await shipped(values.policy);
  const played = await playPolicy(live, (policy) => playAuthority({ seed, families }, policy));
  console.log(values.frontier ? await frontierText(played) : alertTables(played));
}

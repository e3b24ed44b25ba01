import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { LivePolicy } from '../../core/policy/policy.ts';
import { createAuthority, shippedAuthority } from './authority.ts';
import { alertTables } from './play/alert-tables.ts';
import { catchesOf, frontierOf, readReplays } from './play/frontier.ts';
import { frontierTable } from './play/frontier-table.ts';
import { playYear } from './play/play.ts';
import { playAuthority } from './play/play-authority.ts';
import { type PlayedPolicy, playPolicy } from './play/play-policy.ts';

const replaysFolder = path.resolve(import.meta.dirname, '../../examples/replays');
const ratesFile = path.join(import.meta.dirname, 'rates.json');

/** A small authority that a test plays whole, to know that the page is what the code gives. */
export const smallFamilies = 600;

/** What each further line of a policy costs in the year, and what it catches among the replays, as Markdown. */
export async function frontierText({ policy, year }: PlayedPolicy): Promise<string> {
  const replays = await readReplays(replaysFolder);
  const steps = frontierOf(await catchesOf(policy, replays), year.reaches);
  return frontierTable(steps, replays.length, year.contactsAndReferrals);
}

/** The policies whose figures the page has. */
export type Shipped = { readonly default: LivePolicy; readonly sensitive: LivePolicy };

/** The parts of the page that are generated, by the name of their markers. */
export type YearPage = Readonly<Record<'stamp' | 'default' | 'sensitive' | 'frontier' | 'small', string>>;

/** Plays the whole authority under both policies that ship, which takes some minutes. */
export async function yearPage(shipped: Shipped): Promise<YearPage> {
  const play = (policy: LivePolicy) => playAuthority(shippedAuthority, policy);
  const standard = await playPolicy(shipped.default, play);
  return {
    stamp: stampOf(shipped),
    default: alertTables(standard),
    sensitive: alertTables(await playPolicy(shipped.sensitive, play)),
    frontier: await frontierText(standard),
    small: await smallTables(shipped.default),
  };
}

/** The tables of the small authority, under the default alone. */
export async function smallTables(live: LivePolicy): Promise<string> {
  const { seed } = shippedAuthority;
  const arrivals = createAuthority({ seed, families: smallFamilies });
  return alertTables(await playPolicy(live, (policy) => playYear(arrivals, policy, seed)));
}

/** Which rates and which policies the page was made with. */
export function stampOf(shipped: Shipped): string {
  const ratesHash = createHash('sha256').update(readFileSync(ratesFile)).digest('hex');
  const short = (hash: string): string => hash.slice(0, 12);
  return `Made with the rates ${short(ratesHash)}, the policy default ${short(shipped.default.hash)} and the policy sensitive ${short(shipped.sensitive.hash)}, by the seed ${shippedAuthority.seed}.`;
}

const begin = (name: string): string => `<!-- ordinary year, ${name}: begin -->`;
const end = (name: string): string => `<!-- ordinary year, ${name}: end -->`;

/** What stands between the markers of a part. Throws where the page has no such part. */
export function partOf(page: string, name: keyof YearPage): string {
  const from = page.indexOf(begin(name));
  const to = page.indexOf(end(name));
  if (from < 0 || to < from) throw new Error(`The page has no part ${name}.`);
  return page.slice(from + begin(name).length, to).trim();
}

/** The page with its generated parts put in place of what stands there. */
export const withParts = (page: string, parts: YearPage): string =>
  Object.entries(parts).reduce((text, [name, part]) => {
    const from = text.indexOf(begin(name)) + begin(name).length;
    return `${text.slice(0, from)}\n${part}\n${text.slice(text.indexOf(end(name)))}`;
  }, page);

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { examine } from '../../core/pattern/examine.ts';
import { livePolicyFrom } from '../../functions/adapters/policy/live-policy.ts';
import {
  arrivalsOfFamilies,
  createAuthority,
  shippedAuthority,
} from '../../scripts/ordinary-year/authority.ts';
import { isInYear } from '../../scripts/ordinary-year/counted-year.ts';
import { measure } from '../../scripts/ordinary-year/measure/measure.ts';
import { countAlerts } from '../../scripts/ordinary-year/play/count-alerts.ts';
import { findCrossings } from '../../scripts/ordinary-year/play/crossings-of-lines.ts';
import { firstTimeFamilies, firstTimeGoingLive } from '../../scripts/ordinary-year/play/first-time.ts';
import { playYear, together } from '../../scripts/ordinary-year/play/play.ts';
import { createPlayedFamily, record } from '../../scripts/ordinary-year/play/played-family.ts';
import { withoutShadow } from '../../scripts/ordinary-year/play/policy-of-authority.ts';
import { isWithin, publishedFigures } from '../../scripts/ordinary-year/published-figures.ts';
import { ratesPage } from '../../scripts/ordinary-year/rates-page.ts';
import { partOf, smallFamilies, smallTables } from '../../scripts/ordinary-year/year-page.ts';
import { shippedPolicy } from '../support/timeline-builders.ts';

const { seed } = shippedAuthority;
const docs = path.resolve(import.meta.dirname, '../../docs');
const ratesDocument = readFileSync(path.join(docs, 'ordinary-year-rates.md'), 'utf8');
const yearDocument = readFileSync(path.join(docs, 'ordinary-year.md'), 'utf8');

describe('the whole synthetic authority', () => {
  it('gives the published figures within their tolerance, and those that the page says', {
    timeout: 240_000,
  }, () => {
    const figures = measure(createAuthority(shippedAuthority));
    const outside = publishedFigures.filter(([name, figure]) => !isWithin(figures[name], figure));
    expect(outside.map(([name]) => name)).toEqual([]);
    expect(publishedFigures.length).toBe(30);
    // Where this differs: npm run ordinary-year -- --rates --write
    expect(ratesDocument).toBe(ratesPage(figures));
  });
});

describe('a played year', () => {
  const small = createAuthority({ seed, families: 250 });
  const policy = withoutShadow(shippedPolicy('default'));

  it('finds the same crossings as examine, less the explanations', () => {
    const families = new Map<number, ReturnType<typeof createPlayedFamily>>();
    let compared = 0;
    for (const arrival of small) {
      const family = families.get(arrival.family) ?? createPlayedFamily(arrival.family);
      families.set(arrival.family, family);
      record(family, arrival);
      if (!isInYear(arrival)) continue;
      const short = findCrossings([family.timeline], policy, arrival.at);
      const whole = examine([family.timeline], policy, arrival.at);
      const less = whole.lines.map((line) => ({
        ...line,
        progress: [],
        readings: [],
        lifeEvents: [],
        tally: undefined,
        oneMore: undefined,
      }));
      expect({
        ...short,
        lines: short.lines.map((line) => ({ ...line, tally: undefined, oneMore: undefined })),
      }).toEqual({
        ...whole,
        lines: less,
      });
      compared += 1;
    }
    expect(compared).toBeGreaterThan(100);
  });

  it('is the same however the families are shared out', () => {
    const numbers = Array.from({ length: 120 }, (_, index) => index + 1);
    const whole = playYear(arrivalsOfFamilies(seed, numbers), policy, seed);
    const shares = [0, 1, 2].map((rest) => numbers.filter((number) => number % 3 === rest));
    expect(together(shares.map((share) => playYear(arrivalsOfFamilies(seed, share), policy, seed)))).toEqual(
      whole,
    );
    expect(whole.examinations).toBeGreaterThan(50);
  });

  it('raises for the first time the families that its lines reach, whatever was decided in between', {
    timeout: 60_000,
  }, () => {
    const arrivals = createAuthority({ seed, families: 600 });
    const year = playYear(arrivals, policy, seed);
    const { all, bySeverity } = countAlerts(year, policy);
    const ids = (severities: readonly string[]): string[] =>
      policy.policy.lines.filter(({ severity }) => severities.includes(severity)).map(({ id }) => id);
    expect(firstTimeFamilies(year.reaches, ids(['escalate', 'urgent']))).toBe(all.firstTime);
    expect(firstTimeFamilies(year.reaches, ids(['urgent']))).toBe(bySeverity.urgent.firstTime);
    expect(all.firstTime).toBeGreaterThan(5);
  });

  it('would raise with fewer lines the families that those reach: playing them gives the same number', {
    timeout: 60_000,
  }, () => {
    const arrivals = createAuthority({ seed, families: 400 });
    const year = playYear(arrivals, policy, seed);
    const some = ['repeat', 'baby', 'history'];
    const fewer = livePolicyFrom({
      ...policy.policy,
      lines: policy.policy.lines.filter(({ id }) => some.includes(id)),
    });
    const { all } = countAlerts(playYear(arrivals, fewer, seed), fewer);
    expect(firstTimeFamilies(year.reaches, some)).toBe(all.firstTime);
    expect(firstTimeGoingLive(year.reaches, some)).toBe(all.goingLive);
    expect(all.goingLive).toBeGreaterThan(5);
  });

  it('gives of a small authority what the page says', async () => {
    // Where this differs: npm run ordinary-year -- --write
    const file = path.resolve(docs, '../policies/default.json');
    const live = livePolicyFrom(JSON.parse(readFileSync(file, 'utf8')));
    expect(partOf(yearDocument, 'small')).toBe(await smallTables(live));
    expect(yearDocument).toContain(`The first ${smallFamilies} families`);
  });
});

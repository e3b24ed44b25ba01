import { beforeAll, describe, expect, it } from 'vitest';
import {
  closestTogether,
  crashPointsOf,
  type Journey,
  leftOpen,
  type Played,
  type PointInJourney,
  playCrash,
  playWhole,
  toldAtAll,
  toldTwice,
} from '../support/crashes/crash-runs.ts';
import { addressOf } from '../support/crashes/crash-world.ts';
import { aComparisonsJourney, aDigestsJourney, aFamilysJourney } from '../support/crashes/journeys.ts';
import { nameOf, type TracedCall } from '../support/crashes/traced-aws.ts';

/**
 * A function dies before or after each call that it makes, one run for each, and
 * whatever brings work brings it again: in the end nothing is missing and
 * nothing is there twice. The trace of a run without a crash says where
 * functions can die; nobody lists that by hand.
 */

const wholeRunMilliseconds = 120_000;
const messageSpacingMilliseconds = 1_000;

/** A run with a crash in it, and the step without one. */
type Crashed = Played & { readonly point: PointInJourney; readonly asIfNothing: Played };

let whole: readonly Played[];
let crashed: readonly Crashed[];

/** Plays a journey once without a crash, and then once for each point at which a function can die. */
const playAll = (journey: Journey): void => {
  beforeAll(async () => {
    whole = await playWhole(journey);
    const runs: Crashed[] = [];
    for (const point of crashPointsOf(whole))
      runs.push({
        ...(await playCrash(journey, { whole, point })),
        point,
        asIfNothing: whole[point.step]!,
      });
    crashed = runs;
  }, wholeRunMilliseconds);
};

const inWords = ({ point }: Crashed): string => nameOf(point.is, point.when);

/** The trace of the journey without a crash. */
const trace = (): readonly TracedCall[] => whole.at(-1)!.to.trace;

function everyCallHasBeenTried(name: string, atLeast: number): void {
  const calls = trace().length - whole[0]!.from.trace.length;
  const tried = new Set(crashed.map(({ point: { at, when } }) => `${at} ${when}`));
  console.info(`crash points, ${name}: ${calls} calls × 2 = ${tried.size}, all run`);
  expect(calls).toBeGreaterThanOrEqual(atLeast);
  expect(crashed).toHaveLength(2 * calls);
  expect(tried.size).toBe(2 * calls);
}

function nothingIsMissingOrDoubled(): void {
  expect(crashed.length).toBeGreaterThan(0);
  for (const run of crashed) {
    expect(run.to.receipts, inWords(run)).toEqual(run.asIfNothing.to.receipts);
    expect(run.picture, inWords(run)).toEqual(run.asIfNothing.picture);
  }
}

function everybodyIsTold(): void {
  const all = whole.flatMap(({ deliveries }) => deliveries);
  expect(toldAtAll(all).length).toBeGreaterThan(0);
  expect(toldTwice(all)).toEqual([]);
  for (const run of crashed)
    expect(toldAtAll(run.deliveries), inWords(run)).toEqual(toldAtAll(run.asIfNothing.deliveries));
}

/** As far as the trace says so: published, and not marked as sent. */
function isTwiceOnlyWhereThatWasOpen(): void {
  for (const run of crashed) {
    const open = leftOpen(trace(), run.point).map((told) => {
      const [person = '', notice] = told.split(' ');
      return `${addressOf(person)} ${notice}`;
    });
    expect(toldTwice(run.deliveries), inWords(run)).toEqual(open.sort());
  }
}

/** The points at which somebody was told twice, with how many there are of each name. */
const pointsThatDouble = (): Readonly<Record<string, number>> => {
  const doubled = crashed.filter(({ deliveries }) => toldTwice(deliveries).length > 0);
  const byName = Map.groupBy(doubled, inWords);
  return Object.fromEntries([...byName].map(([name, { length }]) => [name, length]));
};

function pacedInEveryRun(): void {
  for (const run of crashed)
    expect(closestTogether(run.deliveries), inWords(run)).toBeGreaterThanOrEqual(messageSpacingMilliseconds);
}

/** What lies between publishing a notice to somebody and marking it as sent, in a message of its own. */
const betweenPublishingAndMarking = (times: number): Readonly<Record<string, number>> => ({
  'send-alert, after Publish': times,
  'send-alert, before GetItem AL#/ALERT': times,
  'send-alert, after GetItem AL#/ALERT': times,
  'send-alert, before TransactWriteItems AL#/ALERT AL#/H# AL#/L#': times,
});

const functionsTried = (): readonly string[] => [
  ...new Set(crashed.map(({ point }) => point.is.functionName)),
];

describe('a family is told of, falls below its line, crosses it again, and is promised something', () => {
  playAll(aFamilysJourney);

  it('and every function dies once before and once after each of its calls', () => {
    everyCallHasBeenTried('a family', 100);
    expect(functionsTried()).toEqual([
      'record-referral',
      'examine-family',
      'send-alert',
      'reconcile-roster',
      'sweep',
      'keep-ledger',
      'withdraw-referral',
    ]);
  });

  it('and each time ends with the same referrals, the same alert and the same ledger, and nothing due', () => {
    const { alerts, referrals, ledger, due } = whole.at(-1)!.picture;
    expect(alerts.map(({ state, notices }) => [state, notices.map(({ reason }) => reason)])).toEqual([
      ['sent', ['line-crossed', 'evidence-changed', 'line-crossed', 'line-crossed']],
    ]);
    expect(referrals).toHaveLength(3);
    expect(ledger.map(({ isSent, isSeen, isDue }) => [isSent, isSeen, isDue])).toEqual(
      Array(4).fill([true, true, false]),
    );
    expect(due).toEqual([]);
    nothingIsMissingOrDoubled();
  });

  it('and each time everybody is told of each notice', everybodyIsTold);

  it('and somebody is told twice only where it died after publishing and before marking', () => {
    isTwiceOnlyWhereThatWasOpen();
    expect(pointsThatDouble()).toEqual(betweenPublishingAndMarking(4));
  });

  it('and nobody gets two messages within a second', pacedInEveryRun);

  it('which would be noticed if a stream forgot what a dead function had read', async () => {
    const forgetful: Journey = {
      ...aFamilysJourney,
      steps: aFamilysJourney.steps.map((step) => (world) => {
        world.streamIsForgetful = true;
        return step(world);
      }),
    };
    const point = crashPointsOf(whole).find(({ is }) => is.name === 'GetItem FAM#/FAMILY')!;
    const run = await playCrash(forgetful, { whole, point });
    expect(whole[point.step]!.picture.alerts).toHaveLength(1);
    expect(run.picture.alerts).toEqual([]);
  });
});

describe('seven alerts come at once for one manager, and two of them for others too', () => {
  playAll(aDigestsJourney);

  it('and whoever sends them dies once before and once after each call', () => {
    everyCallHasBeenTried('a digest', 50);
    expect(functionsTried()).toEqual(['send-alert', 'keep-ledger']);
  });

  it('and each time all are marked as sent and seen by the ledger', () => {
    expect(whole.at(-1)!.picture.alerts.map(({ state }) => state)).toEqual(Array(7).fill('sent'));
    nothingIsMissingOrDoubled();
  });

  it('and each time everybody is told of each, the manager of the last six in one message', () => {
    const digests = whole.flatMap(({ deliveries }) => deliveries).filter(({ notices }) => notices.length > 1);
    expect(digests.map(({ endpoint, notices }) => [endpoint, notices.length])).toEqual([
      [addressOf('person-b58c'), 6],
    ]);
    everybodyIsTold();
  });

  it('and somebody is told twice only where it died after publishing and before marking', () => {
    isTwiceOnlyWhereThatWasOpen();
    expect(Object.keys(pointsThatDouble()).sort()).toEqual([
      'send-alert, after GetItem AL#/ALERT',
      'send-alert, after Publish',
      'send-alert, after TransactWriteItems AL#/ALERT AL#/H# AL#/L#',
      'send-alert, before GetItem AL#/ALERT',
      'send-alert, before Publish',
      'send-alert, before TransactWriteItems AL#/ALERT AL#/H# AL#/L#',
    ]);
  });

  it('and nobody gets two messages within a second', pacedInEveryRun);
});

describe('what the stream should have brought of two families is lost, and the comparison finds it', () => {
  playAll(aComparisonsJourney);

  it('and every function dies once before and once after each of its calls', () => {
    everyCallHasBeenTried('a comparison', 50);
    expect(functionsTried()).toContain('reconcile-alerts');
  });

  it('and each time both families have their alert in the end', () => {
    const { alerts } = whole.at(-1)!.picture;
    expect(alerts.map(({ state, notices }) => [state, notices.length])).toEqual(Array(2).fill(['sent', 1]));
    nothingIsMissingOrDoubled();
  });

  it('and each time everybody is told of each notice', everybodyIsTold);

  it('and somebody is told twice only where it died after publishing and before marking', () => {
    isTwiceOnlyWhereThatWasOpen();
    expect(pointsThatDouble()).toEqual(betweenPublishingAndMarking(2));
  });
});

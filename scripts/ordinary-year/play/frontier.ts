import { join } from 'node:path';
import { readJson } from '../../../bin/replay/read-json.ts';
import { readReplay } from '../../../bin/replay/read-replay.ts';
import { ReplayIndex } from '../../../bin/replay/replay-index.ts';
import type { NumberedRecord } from '../../../bin/replay/replay-record.ts';
import { runReplay } from '../../../bin/replay/run-replay.ts';
import type { Line, LivePolicy } from '../../../core/policy/policy.ts';
import { livePolicyFrom } from '../../../functions/adapters/policy/live-policy.ts';
import { toldLines } from './count-alerts.ts';
import { firstTimeFamilies } from './first-time.ts';
import type { PlayedYear } from './play.ts';

/** A line that managers are told of, and the replays that it alone tells of before the harm. */
export type Catch = {
  readonly line: string;
  readonly severity: Line['severity'];
  readonly replays: ReadonlySet<string>;
};

/** What a policy costs and catches once a line is added to those before it. */
export type Step = {
  readonly line: string;
  readonly severity: Line['severity'];
  /** Families raised for the first time, and those by an urgent line. */
  readonly families: number;
  readonly urgentFamilies: number;
  readonly replays: number;
  /** The replays that no line before it told of. */
  readonly newReplays: readonly string[];
};

export type Replay = {
  readonly label: string;
  readonly harmOn: string;
  readonly records: readonly NumberedRecord[];
};

/** The replays of a folder, without those that are another one under another assumption. */
export async function readReplays(folder: string): Promise<readonly Replay[]> {
  const index = await readJson(join(folder, 'index.json'), ReplayIndex);
  if (!index.ok) throw new Error('The index of the replays cannot be read.');
  const first = index.value.replays.filter(({ variantOf }) => variantOf === undefined);
  return Promise.all(
    first.map(async ({ label, harmOn }) => {
      const records = await readReplay(join(folder, `${label}.jsonl`));
      if (!records.ok) throw new Error(`The records of ${label} cannot be read.`);
      return { label, harmOn, records: records.value };
    }),
  );
}

/** What each line that managers are told of catches by itself, in the policy's order. */
export async function catchesOf(live: LivePolicy, replays: readonly Replay[]): Promise<readonly Catch[]> {
  const catches: Catch[] = [];
  for (const line of toldLines(live)) {
    const alone = livePolicyFrom({ ...live.policy, lines: [line] });
    const caught = new Set<string>();
    for (const replay of replays) if (await isToldBeforeHarm(replay, alone)) caught.add(replay.label);
    catches.push({ line: line.id, severity: line.severity, replays: caught });
  }
  return catches;
}

async function isToldBeforeHarm({ label, harmOn, records }: Replay, live: LivePolicy): Promise<boolean> {
  const endsAt = Date.parse(`${harmOn}T00:00:00Z`);
  const { families } = await runReplay(label, records, live, endsAt);
  return families.some(({ steps }) => steps.some(({ alert }) => alert?.message !== undefined));
}

/**
 * Adds one line after another: each time the one that catches a further replay
 * for the fewest further families raised for the first time; once no line
 * catches a further one, the one that raises the fewest. Ties go by the order
 * of the policy.
 */
export function frontierOf(catches: readonly Catch[], reaches: PlayedYear['reaches']): readonly Step[] {
  const left = [...catches];
  const added: Catch[] = [];
  const steps: Step[] = [];
  const replays = new Set<string>();
  const families = (some: readonly Catch[]): number =>
    firstTimeFamilies(
      reaches,
      some.map(({ line }) => line),
    );
  const gain = (each: Catch): number => [...each.replays].filter((label) => !replays.has(label)).length;
  while (left.length > 0) {
    const catching = left.filter((each) => gain(each) > 0);
    const candidates = catching.length > 0 ? catching : left;
    const now = families(added);
    const priced = candidates.map((each) => ({
      each,
      price: (families([...added, each]) - now) / Math.max(gain(each), 1),
    }));
    const { each } = priced.reduce((best, one) => (one.price < best.price ? one : best));
    left.splice(left.indexOf(each), 1);
    added.push(each);
    const newReplays = [...each.replays].filter((label) => !replays.has(label));
    for (const label of newReplays) replays.add(label);
    steps.push({
      line: each.line,
      severity: each.severity,
      families: families(added),
      urgentFamilies: families(added.filter(({ severity }) => severity === 'urgent')),
      replays: replays.size,
      newReplays,
    });
  }
  return steps;
}

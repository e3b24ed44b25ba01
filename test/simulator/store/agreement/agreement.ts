import { isLeftOut, isSame, takenFor } from '../differences.ts';
import type { Client, Outcome } from './send-to-both.ts';
import { outcomeOf } from './send-to-both.ts';

/** What was compared: how many commands of each kind came out how, and how many were left out. */
export type Tally = { readonly outcomes: Map<string, number>; leftOut: number };

export type Disagreement = {
  readonly command: string;
  /** As JSON, since it can be long. */
  readonly input: string;
  readonly database: Outcome;
  readonly model: Outcome;
};

/** Sends commands to a database and to the model of it, until they answer differently; undefined where they never do. */
export async function firstDisagreement(
  commands: readonly object[],
  { database, model }: { readonly database: Client; readonly model: Client },
  tally: Tally,
): Promise<Disagreement | undefined> {
  for (const command of commands) {
    if (isLeftOut(command)) {
      tally.leftOut += 1;
      continue;
    }
    const [one, other] = [await outcomeOf(database, command), await outcomeOf(model, command)];
    const [taken, modelled] = [takenFor(command, one), takenFor(command, other)];
    const name = command.constructor.name.replace(/Command$/, '');
    const kind = `${name}: ${taken.kind}`;
    tally.outcomes.set(kind, (tally.outcomes.get(kind) ?? 0) + 1);
    if (isSame(command, taken, modelled)) continue;
    const { input } = command as { readonly input: unknown };
    return { command: name, input: JSON.stringify(input), database: one, model: other };
  }
  return undefined;
}

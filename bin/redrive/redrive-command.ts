import { parseArgs } from 'node:util';
import { type CommandResult, printed, wrongUse } from '../command-result.ts';
import { type Listed, listWaiting } from './list-waiting.ts';
import { isQueueName, ledgerGaps, queueNames } from './queues.ts';
import { redriveGaps, redriveQueue } from './redrive-queue.ts';
import { deployedWorld, type RedriveWorld } from './redrive-world.ts';

const help = `Usage: npm run redrive -- [--stage STAGE]
       npm run redrive -- QUEUE [--apply] [--stage STAGE]

Says what waits in the dead-letter queues and what the ledger has not seen, and brings it back.
A QUEUE is one of ${[...queueNames, ledgerGaps].join(', ')}.

  --apply    bring it back; without it nothing is changed
  --stage    the deployment, dev if not stated
  --help     print this

Changes that were given up are examined or sent again. A message that did not reach somebody is
published again to everybody it names: a duplicate rather than a miss. What belongs to the ledger goes
back to it. A message is deleted once that is done, and not before. At most 100 are looked at in one run.
Each look counts as one of the hundred times that a message may be taken out before it is parked.

Exit status: 0 nothing is left; 1 something is, or an argument is wrong.
`;

/** Finds the deployment of a stage. */
export type FindWorld = (stage: string) => Promise<RedriveWorld>;

/** Runs `redrive` with the arguments that follow its name. Prints nothing itself. */
export async function redriveCommand(
  args: readonly string[],
  findWorld: FindWorld = deployedWorld,
): Promise<CommandResult> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return misused(error instanceof Error ? error.message : 'The arguments cannot be read.');
  }
  const { help: isHelp, apply = false, stage = 'dev' } = parsed.values;
  if (isHelp === true) return { out: help, err: '', status: 0 };
  const [name, ...more] = parsed.positionals;
  if (more.length > 0) return misused('One queue is brought back at a time.');
  if (name === undefined) {
    if (apply) return misused('Which queue is to be brought back?');
    return result(await listWaiting(await findWorld(stage), [...queueNames, ledgerGaps]));
  }
  if (name !== ledgerGaps && !isQueueName(name)) {
    return misused(`There is no queue of that name: ${[...queueNames, ledgerGaps].join(', ')}.`);
  }
  const world = await findWorld(stage);
  if (!apply) return result(await listWaiting(world, [name]));
  return result(name === ledgerGaps ? await redriveGaps(world) : await redriveQueue(world, name));
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    options: { help: { type: 'boolean' }, apply: { type: 'boolean' }, stage: { type: 'string' } },
    allowPositionals: true,
    strict: true,
  });

const misused = (sentence: string): CommandResult => wrongUse(sentence, 'redrive');

const result = ({ lines, left }: Listed): CommandResult => ({
  out: printed(lines),
  err: '',
  status: left === 0 ? 0 : 1,
});

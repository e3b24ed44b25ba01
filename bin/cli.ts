import type { CommandResult } from './command-result.ts';
import { explainCommand } from './explain/explain-command.ts';
import { policyCommand } from './policy/policy-command.ts';
import { replayCommand } from './replay/replay-command.ts';
import { rosterCommand } from './roster/roster-command.ts';

const [name = '', ...args] = process.argv.slice(2);

const usage = `Usage: node bin/cli.ts COMMAND

  replay   replay referrals through the lines of a policy and print what it would have raised
           (npm run replay -- --help)
  explain  explain in sentences what a policy finds about the families of a chronology
           (npm run explain -- --help)
  policy   check a policy, say in sentences what it asks for, or compare two
           (npm run policy -- --help)
  redrive  say what waits in a deployment's dead-letter queues, and bring it back
           (npm run redrive -- --help)
  roster   say how the people of the roster are reached, and how each stands
           (npm run roster -- --help)
  preflight  look at an AWS account before and after a deployment, and say what must be mended
           (npm run preflight -- --help)
  diff-gate  refuse a deployment that would lose what no deployment can make again
           (npm run diff-gate -- --help)
`;

const commands: ReadonlyMap<string, (args: readonly string[]) => Promise<CommandResult>> = new Map([
  ['replay', replayCommand],
  ['explain', explainCommand],
  ['policy', policyCommand],
  ['redrive', async (rest) => (await import('./redrive/redrive-command.ts')).redriveCommand(rest)],
  ['roster', (args) => rosterCommand(args)],
  // Loaded when they are called: what they need takes a while.
  ['diff-gate', async (rest) => (await import('./diff-gate/diff-gate-command.ts')).diffGateCommand(rest)],
  ['preflight', async (rest) => (await import('./preflight/preflight-command.ts')).preflightCommand(rest)],
]);

const command = commands.get(name);
if (command !== undefined) {
  const { out, err, status } = await command(args);
  process.stdout.write(out);
  process.stderr.write(err);
  process.exitCode = status;
} else if (name === '--help') {
  process.stdout.write(usage);
} else {
  process.stderr.write(usage);
  process.exitCode = 1;
}

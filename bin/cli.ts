import { replayCommand } from './replay/replay-command.ts';

const [command, ...args] = process.argv.slice(2);

const usage = `Usage: node bin/cli.ts COMMAND

  replay   replay referrals through the lines of a policy and print what it would have raised
           (npm run replay -- --help)
`;

if (command === 'replay') {
  const { out, err, status } = await replayCommand(args);
  process.stdout.write(out);
  process.stderr.write(err);
  process.exitCode = status;
} else if (command === '--help') {
  process.stdout.write(usage);
} else {
  process.stderr.write(usage);
  process.exitCode = 1;
}

import { parseArgs } from 'node:util';
import { acceptedDifferences } from './vectors/accepted-differences.ts';
import { runVectors } from './vectors/run-vectors.ts';
import { describeReport, isSound } from './vectors/vector-report.ts';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' } } });
const [directory] = positionals;
if (directory === undefined || positionals.length > 1) {
  console.error('Usage: npm run vectors -- DIRECTORY [--json]');
  process.exitCode = 2;
} else {
  const report = await runVectors(directory, await acceptedDifferences());
  console.log(values.json ? JSON.stringify(report, undefined, 2) : describeReport(report));
  if (!isSound(report)) process.exitCode = 1;
}

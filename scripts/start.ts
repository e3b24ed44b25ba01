import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { operatorEnvironment } from '../local/operator/operator.ts';
import { type LocalStack, startLocalStack } from '../local/stack.ts';
import { type FrontDoor, frontDoorOf, systemOf } from './front-door.ts';
import { playSample } from './play-sample.ts';
import { sampleFamily } from './sample-family.ts';
import { subscribePeople } from './subscribe-people.ts';
import { synthesize } from './synthesize.ts';
import { accessToken, createTidelineClient } from './tideline-client.ts';

const help = `npm start [-- OPTIONS]

Runs what \`cdk deploy\` would deploy on this machine, subscribes sample people, plays
a sample family through the HTTP API until its alert is in the inbox, and stays up
until Ctrl-C.

  --once             end after the sample: 0 when the alert arrived, 1 with a reason
  --empty            play no sample
  --port N           port of the HTTP API (default: any free one)
  --inbox-port N     port of the inbox (default: any free one)
  --help             this text`;

const port = (text: string | undefined): number => {
  const value = Number(text ?? 0);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new Error(`A port is a number from 0 to 65535.`);
};

function options() {
  const { values } = parseArgs({
    options: {
      once: { type: 'boolean', default: false },
      empty: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      port: { type: 'string' },
      'inbox-port': { type: 'string' },
    },
  });
  return { ...values, apiPort: port(values.port), inboxPort: port(values['inbox-port']) };
}

function printAddresses(stack: LocalStack, apiUrl: string): void {
  console.log('\nRunning, from the cloud assembly:');
  for (const { path: constructPath, assetHash } of stack.functions) {
    console.log(`  ${constructPath.padEnd(62)} asset ${assetHash.slice(0, 16)}`);
  }
  console.log(`\nHTTP API   ${apiUrl}\nTokens     ${stack.tokenUrl}\nInbox      ${stack.inboxUrl}`);
}

/** Subscribes the sample people as whoever deploys does, and prints how each stands. */
async function subscribeAndPrint(stack: LocalStack): Promise<void> {
  const standings = (await subscribePeople(stack)).trim().split('\n');
  const people = standings.filter((line) => line.startsWith('person-'));
  console.log('\nSubscribed to alerts, with `npm run roster -- apply examples/contacts.example.json`:');
  for (const line of people) console.log(`  ${line}`);
}

/** How an operator's commands reach this stack and nothing else, as lines to paste. */
function printOperator({ operator }: LocalStack): void {
  const variables = Object.entries(operatorEnvironment(operator));
  console.log(`
What an operator does in AWS can be tried on this stack, in a shell with these variables. They are
of this run alone, and reach nothing else. Then: npm run roster -- status, npm run redrive,
npm run policy -- live, npm run policy -- activate sensitive (which says what it would change).

${variables.map(([name, value]) => `export ${name}=${value}`).join('\n')}`);
}

/** What a client is given by the authority, and how it gets a token, as lines to paste. */
const linesOf = (
  { apiUrl, clientId, clientSecret }: FrontDoor,
  { tokenUrl }: LocalStack,
  source: string,
): string =>
  `export TIDELINE_API=${apiUrl}
export TIDELINE_TOKEN_URL=${tokenUrl}
export TIDELINE_SOURCE=${source}
export TIDELINE_CLIENT_ID=${clientId}
export TIDELINE_CLIENT_SECRET=${clientSecret}
export TIDELINE_TOKEN=$(curl -sS "$TIDELINE_TOKEN_URL" -u "$TIDELINE_CLIENT_ID:$TIDELINE_CLIENT_SECRET" \\
  -d grant_type=client_credentials | node -pe 'JSON.parse(fs.readFileSync(0)).access_token')`;

function printCurl(stack: LocalStack, frontDoor: FrontDoor, token: string): void {
  const { apiUrl } = frontDoor;
  const example = {
    ...sampleFamily(stack.clock.now())[0]?.referral,
    referralId: 'R-1001',
    familyRef: 'F-1001',
  };
  console.log(`
To send one yourself, paste this:

export TIDELINE_API=${apiUrl}
export TIDELINE_TOKEN=${token}
curl -sS "$TIDELINE_API/v1/referrals" -H "authorization: Bearer $TIDELINE_TOKEN" \\
  -H 'content-type: application/json' -d '${JSON.stringify(example)}'

What the authority's own front door is given, and how it gets a token, which lasts an hour:

${linesOf(frontDoor, stack, 'front-door')}

What a partner is given, who sees its own referrals alone and sends no screening:

${linesOf(systemOf(stack, 'schools-portal'), stack, 'schools-portal')}`);
}

/** Resolves when somebody asks the program to end. */
const asked = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });

type Wanted = ReturnType<typeof options>;

/** Starts everything and plays the sample. Answers the exit code of `--once`. */
async function run(wanted: Wanted, starting: Promise<LocalStack>): Promise<number> {
  const stack = await starting;
  const frontDoor = frontDoorOf(stack);
  printAddresses(stack, frontDoor.apiUrl);
  await subscribeAndPrint(stack);
  const token = await accessToken(stack.tokenUrl, frontDoor);
  const client = createTidelineClient(frontDoor.apiUrl, token);
  const played = wanted.empty ? undefined : await playSample(client, stack);
  if (played?.ok === false) {
    console.error(`\nThe sample did not end as it should: ${played.reason}.`);
    if (wanted.once) return 1;
  }
  if (!wanted.once) {
    printCurl(stack, frontDoor, token);
    printOperator(stack);
    console.log('\nCtrl-C ends it.');
  }
  return 0;
}

async function main(): Promise<number> {
  const wanted = options();
  if (wanted.help) {
    console.log(help);
    return 0;
  }
  const ended = asked();
  const folder = await mkdtemp(path.join(tmpdir(), 'tideline-'));
  const starting = startFrom(path.join(folder, 'cdk.out'), wanted);
  const running = run(wanted, starting);
  try {
    // Whoever presses Ctrl-C while something is starting does not wait for the rest of it.
    const code = await Promise.race([running, ended]);
    if (code === undefined || wanted.once) return code ?? 130;
    await ended;
    return 0;
  } finally {
    running.catch(() => undefined);
    const stack = await starting.catch(() => undefined);
    await stack?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function startFrom(assemblyDirectory: string, { apiPort, inboxPort }: Wanted): Promise<LocalStack> {
  console.log('Synthesizing the stage `dev` ...');
  await synthesize('dev', assemblyDirectory);
  console.log('Starting the local stack ...');
  return startLocalStack({ assemblyDirectory, apiPort, inboxPort });
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

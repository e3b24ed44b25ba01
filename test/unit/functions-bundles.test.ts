import { build, type Metafile } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;

/** What each function needs of the world; a bundle that holds another client or another folder holds too much. */
const functions = [
  ['record-referral', ['dynamodb', 'kms'], ['adapters/dynamodb', 'adapters/kms', 'adapters/policy', 'http']],
  ['record-referrals', ['dynamodb', 'kms'], ['adapters/dynamodb', 'adapters/kms', 'http']],
  ['correct-referral', ['dynamodb', 'kms'], ['adapters/dynamodb', 'adapters/kms', 'http']],
  ['withdraw-referral', ['dynamodb', 'kms'], ['adapters/dynamodb', 'adapters/kms', 'http']],
  ['annotate-referral', ['dynamodb', 'kms'], ['adapters/dynamodb', 'adapters/kms', 'http']],
  ['screen-referral', ['dynamodb', 'kms'], ['adapters/dynamodb', 'adapters/kms', 'http']],
  ['read-referral', ['dynamodb', 'kms'], ['adapters/dynamodb', 'adapters/kms', 'http']],
  ['record-life-event', ['dynamodb', 'kms'], ['adapters/dynamodb', 'adapters/kms', 'http']],
  ['find-family', ['dynamodb', 'kms'], ['adapters/dynamodb', 'adapters/kms', 'http']],
  ['separate-family', ['dynamodb', 'kms'], ['adapters/dynamodb', 'adapters/kms', 'http']],
  ['read-family', ['dynamodb'], ['adapters/dynamodb', 'http']],
  ['read-finding', ['dynamodb'], ['adapters/dynamodb', 'adapters/policy', 'http']],
  ['read-alert', ['dynamodb'], ['adapters/dynamodb', 'http']],
  ['read-openapi', [], ['http']],
  ['list-alerts', ['dynamodb'], ['adapters/dynamodb', 'http']],
  ['read-health', ['dynamodb'], ['adapters/dynamodb', 'http']],
  ['examine-family', ['dynamodb'], ['adapters/dynamodb', 'adapters/policy', 'stream']],
  ['send-alert', ['dynamodb', 'sns'], ['adapters/dynamodb', 'adapters/roster', 'adapters/sns', 'stream']],
  [
    'reconcile-roster',
    ['dynamodb', 'sns'],
    ['adapters/dynamodb', 'adapters/roster', 'adapters/sns', 'schedule'],
  ],
  ['keep-ledger', ['dynamodb'], ['adapters/dynamodb', 'adapters/sns', 'queue']],
  ['sweep', ['dynamodb'], ['adapters/dynamodb', 'schedule']],
  ['reconcile-alerts', ['dynamodb'], ['adapters/dynamodb', 'adapters/policy', 'schedule']],
] as const;

const unique = (names: readonly (string | undefined)[]): readonly (string | undefined)[] =>
  [...new Set(names)].filter((name) => name !== undefined).sort();

describe('the bundle of', () => {
  let outputs: Metafile['outputs'];
  beforeAll(async () => {
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: functions.map(([name]) => `functions/${name}.ts`),
      outdir: 'bundles',
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'esm',
      write: false,
      metafile: true,
    });
    outputs = metafile.outputs;
  }, 60_000);

  test.each(functions)('%s holds only the clients %s and the folders %s', (name, clients, folders) => {
    const output = outputs[`bundles/${name}.js`];
    const used = Object.entries(output?.inputs ?? {}).flatMap(([path, { bytesInOutput }]) =>
      bytesInOutput > 0 ? [path] : [],
    );
    expect(unique(used.map((path) => /@aws-sdk\/client-([a-z]+)\//.exec(path)?.[1]))).toEqual(clients);
    expect(
      unique(
        used.map((path) => /^functions\/(adapters\/[a-z]+|http|queue|schedule|stream)\//.exec(path)?.[1]),
      ),
    ).toEqual(folders);
    console.log(`${name}: ${Math.round((output?.bytes ?? 0) / 1024)} KiB`);
  });
});

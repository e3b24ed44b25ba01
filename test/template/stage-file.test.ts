import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { App } from 'aws-cdk-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stageConfig } from '../../lib/stages/stage-config-of.ts';
import { addTideline } from '../../lib/tideline.ts';

const root = path.resolve(import.meta.dirname, '../..');
const example = JSON.parse(readFileSync(path.join(root, 'stage.example.json'), 'utf8'));
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tideline-stage-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function aFile(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe('a stage in a file of its own', () => {
  it('is read from its path in the project, wherever the command was started', () => {
    const before = process.cwd();
    process.chdir(tmpdir());
    try {
      expect(stageConfig('./stage.example.json')).toEqual(example);
    } finally {
      process.chdir(before);
    }
  });

  it('may lie anywhere where the path says so', () => {
    const file = aFile('west.json', JSON.stringify({ ...example, stage: 'west' }));
    expect(stageConfig(file).stage).toBe('west');
  });

  it('is deployed under the name that it gives itself', () => {
    const { context } = JSON.parse(readFileSync(path.join(root, 'cdk.json'), 'utf8'));
    const app = new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] } });
    const { state, service } = addTideline(app, { config: stageConfig('stage.example.json') });
    expect([state.stackName, service.stackName]).toEqual(['Tideline-north-State', 'Tideline-north-Service']);
  });

  it('is refused with a sentence where there is no such file', () => {
    expect(() => stageConfig('./nowhere.json')).toThrow(
      /^The stage file \.\/nowhere\.json cannot be read: there is no such file \(looked for at \/.*\/nowhere\.json\)\.$/,
    );
  });

  it('is refused where a folder is called so', () => {
    const named = path.join(folder, 'folder.json');
    mkdirSync(named);
    expect(() => stageConfig(named)).toThrow(/cannot be read: it is a folder/);
  });

  it('is refused where it is not JSON, and nothing of it is repeated', () => {
    const file = aFile('broken.json', '{ "stage": "a-name-that-is-nobodys-business"');
    expect(() => stageConfig(file)).toThrow(/broken\.json is not well-formed JSON/);
    expect(() => stageConfig(file)).not.toThrow(/nobodys-business/);
  });

  it('may begin with a byte order mark, as some editors write it', () => {
    const file = aFile('marked.json', `\ufeff${JSON.stringify({ ...example, stage: 'west' })}`);
    expect(stageConfig(file).stage).toBe('west');
  });

  it('is refused where it is not UTF-8', () => {
    const file = path.join(folder, 'latin.json');
    writeFileSync(file, Buffer.from(JSON.stringify({ ...example, stage: 'caf\u00e9' }), 'latin1'));
    expect(() => stageConfig(file)).toThrow(/latin\.json is not UTF-8 text\.$/);
  });

  it('is held to the same rules as a stage of the project, under the name of its file', () => {
    const file = aFile('wrong.json', JSON.stringify({ ...example, colour: 'blue' }));
    expect(() => stageConfig(file)).toThrow(
      /The configuration of stage .*wrong\.json is not valid:\s.*colour/s,
    );
  });
});

describe('the example of a stage', () => {
  const validate = new Ajv2020({ strict: false }).compile(
    JSON.parse(readFileSync(path.join(root, 'docs/stage.schema.json'), 'utf8')),
  );

  it('points editors at its schema, and is as the schema has it', () => {
    expect(path.resolve(root, example.$schema)).toBe(path.join(root, 'docs/stage.schema.json'));
    expect(validate(example), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...example, colour: 'blue' }), 'a planted field').toBe(false);
  });

  it('says everything that a stage may say, but for sample addresses', () => {
    const { properties } = JSON.parse(readFileSync(path.join(root, 'docs/stage.schema.json'), 'utf8'));
    expect(Object.keys(example).sort()).toEqual(Object.keys(properties).sort());
    expect(JSON.stringify(example)).not.toMatch(/@|\+44/);
  });
});

it.each(['aws', 'my-aws-trial', 'cognito-north', 'amazon'])(
  'a stage cannot be called %s: the sign-in domain could not have that name',
  (stage) => {
    const file = aFile('named.json', JSON.stringify({ ...example, stage }));
    expect(() => stageConfig(file)).toThrow(/must not contain aws, amazon or cognito/);
  },
);

import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/**
 * The workflows are read line by line and not as YAML: the project has no
 * parser of it, and what is asked here is a matter of single lines.
 */

const root = path.resolve(import.meta.dirname, '../..');
const folder = path.join(root, '.github/workflows');
const workflows = new Map(
  readdirSync(folder).map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]),
);
const read = (file: string): string => workflows.get(file) ?? '';

/** As GitHub writes what it fills in. */
const expression = (inner: string): string => `$\{{ ${inner} }}`;

/** What is wrong with how a workflow is secured, a line for each fault. */
function faults(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.replace(/(^|\s)#(?! v\d).*$/, ''));
  return lines.flatMap((line) => {
    const action = /uses: +(\S+)/.exec(line)?.[1];
    return [
      ...(action === undefined || action.startsWith('./') || /@[0-9a-f]{40}$/.test(action)
        ? []
        : [`not pinned: ${action}`]),
      ...(action !== undefined && !action.startsWith('./') && !/ # v\d+\.\d+\.\d+$/.test(line)
        ? [`no version said: ${action}`]
        : []),
      ...(/secrets\.|aws-(access-key-id|secret-access-key)|AWS_SECRET_ACCESS_KEY|secrets: inherit/.test(line)
        ? [`a secret: ${line.trim()}`]
        : []),
      ...(/write-all|(contents|packages|actions|pull-requests|deployments): write/.test(line)
        ? [`a permission: ${line.trim()}`]
        : []),
      ...(/pull_request_target/.test(line) ? ['runs strangers’ code with our rights'] : []),
      // What is put into a script becomes part of it; it has to come through the environment.
      ...(/run:.*\$\{\{/.test(line) ? [`an expression in a script: ${line.trim()}`] : []),
    ];
  });
}

/** The commands and actions of the steps of the last job, in order. */
const stepsOf = (text: string): readonly string[] =>
  [...text.slice(text.lastIndexOf('steps:')).matchAll(/^ {8}(?:run|uses): (.*)$/gm)].map(
    ([, step = '']) => step,
  );

/** Whether the gate stands between what was synthesized and the deployment, on the same assembly. */
function isGated(text: string): boolean {
  const steps = stepsOf(text);
  const at = (part: string): number => steps.findIndex((step) => step.includes(part));
  const order = [
    'cdk synth',
    '.ci/read-deployed cdk.out',
    '.ci/diff-gate cdk.out',
    'cdk deploy --app cdk.out',
  ].map(at);
  return order.every((place, index) => place >= 0 && (index === 0 || place > (order[index - 1] ?? place)));
}

describe('the workflows', () => {
  it('are two, and secured as they should be', () => {
    expect([...workflows.keys()].sort()).toEqual(['deploy.yml', 'test.yml']);
    for (const [file, text] of workflows) {
      expect(faults(text), file).toEqual([]);
      expect(text, file).toMatch(/^permissions:( \{\}|\n {2}contents: read)$/m);
    }
    expect([...workflows.values()].join('').match(/uses: \S+@/g)?.length).toBeGreaterThan(5);
  });

  it.each([
    ['an action at a branch', 'uses: actions/checkout@v4', 'not pinned: actions/checkout@v4'],
    ['a key', '  aws-secret-access-key: x', 'a secret: aws-secret-access-key: x'],
    [
      'a secret',
      `  token: ${expression('secrets.TOKEN')}`,
      `a secret: token: ${expression('secrets.TOKEN')}`,
    ],
    ['every permission', 'permissions: write-all', 'a permission: permissions: write-all'],
    [
      'what somebody typed, in a script',
      `run: echo ${expression('inputs.accept')}`,
      `an expression in a script: run: echo ${expression('inputs.accept')}`,
    ],
    [
      'the rights of the project for everybody',
      'pull_request_target:',
      'runs strangers’ code with our rights',
    ],
  ])('would be found out with %s', (_, planted, fault) => {
    expect(faults(`${read('test.yml')}\n${planted}`)).toContain(fault);
  });

  it('use the versions that the project says', () => {
    for (const text of workflows.values()) expect(text).toContain('node-version-file: .nvmrc');
    expect(readFileSync(path.join(root, '.nvmrc'), 'utf8').trim()).toBe('24');
    expect(read('test.yml')).toContain("java-version: '17'");
  });
});

describe('the workflow that deploys', () => {
  const deploy = read('deploy.yml');

  it('is started by a person, tests first, and may ask for an identity and nothing else', () => {
    expect(/^on:\n((?: .*\n|\n)+)/m.exec(deploy)?.[1]).toMatch(/^ {2}workflow_dispatch:\n(?! {2}\w)/);
    expect(deploy.match(/^ {2}(\w+):$/gm)?.slice(-2)).toEqual(['  test:', '  deploy:']);
    expect(deploy).toContain('needs: test');
    expect(deploy.match(/: write/g)).toEqual([': write']);
    expect(deploy).toContain('id-token: write');
    expect(deploy).toContain(`environment: ${expression('inputs.environment')}`);
  });

  it('deploys what has passed the gate, looks at the account afterwards, and asks nobody in between', () => {
    expect(isGated(deploy)).toBe(true);
    expect(stepsOf(deploy).at(-1)).toBe('npm run preflight -- --stage "$STAGE"');
    expect(deploy).toContain('--require-approval never');
    expect(deploy).not.toMatch(/continue-on-error|if: *always/);
  });

  it.each([
    ['without the gate', deploy.replace('.ci/diff-gate cdk.out', 'true')],
    [
      'with the gate behind it',
      deploy.replace('.ci/diff-gate cdk.out', 'true').concat('        run: .ci/diff-gate cdk.out d\n'),
    ],
    ['of something else than was judged', deploy.replace('cdk deploy --app cdk.out', 'cdk deploy')],
  ])('would be found out: a deployment %s', (_, planted) => {
    expect(planted).not.toBe(deploy);
    expect(isGated(planted)).toBe(false);
  });
});

describe('the deployed templates', () => {
  let house = '';
  beforeEach(() => {
    house = mkdtempSync(path.join(tmpdir(), 'tideline-deployed-'));
    mkdirSync(path.join(house, 'programs'));
    mkdirSync(path.join(house, 'cdk.out'));
    for (const stack of ['State', 'Service']) {
      writeFileSync(path.join(house, `cdk.out/Tideline-dev-${stack}.template.json`), '{}');
    }
  });
  afterEach(() => rmSync(house, { recursive: true }));

  /** The script, with a program that stands in for the AWS CLI or npm. */
  const run = (script: string, program: string, says: string, environment: Record<string, string> = {}) => {
    const file = path.join(house, 'programs', program);
    writeFileSync(file, `#!/bin/sh\n${says}\n`);
    chmodSync(file, 0o755);
    return spawnSync(path.join(root, '.ci', script), ['cdk.out', 'deployed'], {
      cwd: house,
      encoding: 'utf8',
      env: { PATH: `${path.join(house, 'programs')}:/usr/bin:/bin`, ...environment },
    });
  };
  const written = (stack: string): unknown =>
    JSON.parse(readFileSync(path.join(house, `deployed/Tideline-dev-${stack}.json`), 'utf8'));

  it('are read for each stack', () => {
    const { status, stdout } = run('read-deployed', 'aws', 'echo "{ \\"Resources\\": { \\"$4\\": {} } }"');
    expect(status).toBe(0);
    expect(written('State')).toEqual({ Resources: { 'Tideline-dev-State': {} } });
    expect(written('Service')).toEqual({ Resources: { 'Tideline-dev-Service': {} } });
    expect(stdout.split('\n')).toContain('Tideline-dev-State: deployed');
  });

  it('are empty before the first deployment', () => {
    const { status, stdout } = run(
      'read-deployed',
      'aws',
      'echo "An error occurred (ValidationError): Stack with id $4 does not exist" >&2; exit 254',
    );
    expect([status, written('State'), written('Service')]).toEqual([0, {}, {}]);
    expect(stdout).toContain('Tideline-dev-Service: not deployed yet');
  });

  it('stop everything where they cannot be read: that must not look like a first deployment', () => {
    const { status, stderr } = run('read-deployed', 'aws', 'echo "AccessDenied" >&2; exit 254');
    expect(status).toBe(1);
    expect(stderr).toContain('could not be read, so nothing is deployed');
  });

  it('stop everything where nothing was synthesized', () => {
    rmSync(path.join(house, 'cdk.out'), { recursive: true });
    expect(run('read-deployed', 'aws', 'echo "{}"').status).toBe(1);
    expect(existsSync(path.join(house, 'deployed/Tideline-dev-State.json'))).toBe(false);
  });

  it('are judged each with the new one, with what a person accepts', () => {
    const { status, stdout } = run('diff-gate', 'npm', 'for each in "$@"; do echo "$each"; done', {
      ACCEPT: 'PartnersA PartnersB',
    });
    expect(status).toBe(0);
    expect(stdout.trim().split('\n')).toEqual([
      ...['run', '--silent', 'diff-gate', '--'],
      ...['deployed/Tideline-dev-Service.json', 'cdk.out/Tideline-dev-Service.template.json'],
      ...['deployed/Tideline-dev-State.json', 'cdk.out/Tideline-dev-State.template.json'],
      ...['--accept', 'PartnersA', '--accept', 'PartnersB'],
    ]);
    const without = run('diff-gate', 'npm', 'echo "$#"');
    expect(without.stdout.trim()).toBe('8');
  });

  it('end the deployment where the gate refuses', () => {
    expect(run('diff-gate', 'npm', 'exit 1').status).toBe(1);
  });
});

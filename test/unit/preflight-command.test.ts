import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { preflightCommand } from '../../bin/preflight/preflight-command.ts';
import { type SmallAnswers, type SmallAws, startSmallAws } from '../support/a-small-aws.ts';
import {
  exampleAccount,
  freshAccount,
  goodAccount,
  managersAddress,
  refusingAccount,
  withOnePending,
} from '../support/accounts-answers.ts';
import { withEnvironment } from '../support/with-environment.ts';

const root = path.resolve(import.meta.dirname, '../..');
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type Run = { readonly status: number; readonly out: string; readonly err: string };

type Start = (args: readonly string[], environment: Readonly<Record<string, string>>) => Promise<Run>;

/** The command as a program, in another folder than the project's and with no other environment than this one. */
const asProgram: Start = (args, environment) => {
  const { PATH = '' } = process.env;
  return new Promise((resolve) => {
    execFile(
      path.join(root, 'node_modules/.bin/node'),
      [path.join(root, 'bin/cli.ts'), 'preflight', ...args],
      { env: { PATH, ...environment }, cwd: tmpdir() },
      (error, out, err) => resolve({ status: Number(error?.code ?? 0), out, err }),
    );
  });
};

const inThisProcess: Start = (args, environment) =>
  withEnvironment(environment, () => preflightCommand(args));

/** What it says with credentials that are nobody's and whatever answers instead of AWS. */
async function preflightOf(
  answers: SmallAnswers,
  args: readonly string[] = ['--stage', 'dev'],
  {
    start = inThisProcess,
    ...environment
  }: { readonly start?: Start; readonly CDK_DEFAULT_ACCOUNT?: string } = {},
): Promise<Run & { readonly aws: SmallAws; readonly outcomes: Readonly<Record<string, string>> }> {
  const aws = await startSmallAws(answers);
  closing.push(aws.close);
  const run = await start(args, {
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'nothing-that-opens-anything',
    ...environment,
  });
  const outcomes = Object.fromEntries(
    [...run.out.matchAll(/^(ok|MEND|UNKNOWN) +(\S.*)$/gm)].map(([, outcome = '', about = '']) => [
      about,
      outcome,
    ]),
  );
  return { ...run, aws, outcomes };
}

/** The line that mends something. */
const commandFor = ({ out }: Run, about: string): string | undefined =>
  new RegExp(`^\\w+ +${about}\\n(?: {8}[^-].*\\n)* {8}-> (.*)$`, 'm').exec(out)?.[1];

describe('preflight of an account in which nothing has been done', () => {
  it('says of each thing that is missing how it is mended, and ends with an error', async () => {
    const run = await preflightOf(freshAccount);
    expect(run.err).toBe('');
    expect(run.outcomes).toEqual({
      'account and region': 'ok',
      bootstrap: 'MEND',
      'concurrent functions': 'MEND',
      'token domain': 'ok',
      'SMS sandbox': 'MEND',
      'SMS sender': 'MEND',
      'SMS spend limit': 'MEND',
      'stack Tideline-dev-State': 'ok',
      'stack Tideline-dev-Service': 'ok',
    });
    expect(commandFor(run, 'bootstrap')).toBe(`npx cdk bootstrap aws://${exampleAccount}/eu-west-2`);
    expect(commandFor(run, 'concurrent functions')).toContain('--quota-code L-B99A9384');
    expect(commandFor(run, 'SMS spend limit')).toContain('MonthlySpendLimit=25');
    expect(run.out).toMatch(/4 ok, 5 to mend, 0 that could not be looked at\.\n$/);
    expect(run.status).toBe(1);
  });

  it('asks nothing of text messages where nobody is told by one', async () => {
    const { aws, outcomes } = await preflightOf(freshAccount, ['--stage', 'prod']);
    expect(Object.keys(outcomes).filter((about) => about.startsWith('SMS'))).toEqual([]);
    expect(aws.calls.filter((action) => /SMS|Sender|PhoneNumber/.test(action))).toEqual([]);
    expect(aws.calls).toContain('GetAccountSettings');
  });

  it('takes a stage file, relative to the project wherever it is started', async () => {
    const run = await preflightOf(freshAccount, ['--stage', 'stage.example.json'], { start: asProgram });
    expect(run.out).toMatch(/^Stage north, region eu-west-2\n/);
    expect(run.outcomes['stack Tideline-north-State']).toBe('ok');
  });
});

describe('preflight of a deployed stage in which all is well', () => {
  it('has nothing to mend, and has seen every page of the subscribers', async () => {
    const run = await preflightOf(goodAccount, ['--stage', 'dev'], { start: asProgram });
    expect(new Set(Object.values(run.outcomes))).toEqual(new Set(['ok']));
    expect(run.out).toContain('2 subscriptions of managers are confirmed.');
    expect(run.out).toContain('2 subscribers are told of alarms.');
    expect(run.out).toMatch(/11 ok, 0 to mend, 0 that could not be looked at\.\n$/);
    expect(run.status).toBe(0);
  });

  it('counts those who have not confirmed, and shows no address', async () => {
    const run = await preflightOf({ ...goodAccount, ListSubscriptionsByTopic: withOnePending });
    expect(run.outcomes.managers).toBe('MEND');
    expect(run.out).toContain('1 subscription has not been confirmed, and 1 has');
    expect(run.out + run.err).not.toContain(managersAddress);
    expect(run.out + run.err).not.toMatch(/@|\+44/);
    expect(run.status).toBe(1);
  });

  it('notices credentials for another account than the one that is meant', async () => {
    const run = await preflightOf(goodAccount, ['--stage', 'dev'], { CDK_DEFAULT_ACCOUNT: '999900001111' });
    expect(run.outcomes['account and region']).toBe('MEND');
    expect(run.status).toBe(1);
  });
});

describe('preflight', () => {
  it('names each permission that is missing, and does not call that a fault of the account', async () => {
    const run = await preflightOf(refusingAccount);
    const { 'account and region': account, ...others } = run.outcomes;
    expect(account).toBe('ok');
    expect(new Set(Object.values(others))).toEqual(new Set(['UNKNOWN']));
    for (const permission of [
      'ssm:GetParameter',
      'lambda:GetAccountSettings',
      'cognito-idp:DescribeUserPoolDomain',
      'cloudformation:DescribeStacks',
      'sns:GetSMSSandboxAccountStatus',
      'sns:GetSMSAttributes',
      'sms-voice:DescribeSenderIds',
    ]) {
      expect(run.out).toContain(`Allow ${permission}`);
    }
    expect(run.status).toBe(0);
  });

  it('waits no longer than it was told for an answer that never comes, and says what it knows', async () => {
    const run = await preflightOf({ ...goodAccount, GetAccountSettings: 'hang', DescribeSenderIds: 'hang' }, [
      '--stage',
      'dev',
      '--wait',
      '4',
    ]);
    expect(run.outcomes).toMatchObject({
      bootstrap: 'ok',
      'concurrent functions': 'UNKNOWN',
      'SMS sender': 'UNKNOWN',
      managers: 'ok',
    });
    expect(run.out).toContain('AWS gave no answer within 4 s.');
    expect(run.status).toBe(0);
  });

  it('says that much, and no more, where it is not known whose the account is', async () => {
    const { out, outcomes, status } = await preflightOf({ GetCallerIdentity: { error: 'ExpiredToken' } });
    expect(outcomes).toEqual({ 'account and region': 'MEND' });
    expect(out).toContain('There are no valid credentials');
    expect(status).toBe(1);
  });

  it('says that there are no credentials where there are none', async () => {
    const home = mkdtempSync(path.join(tmpdir(), 'tideline-home-'));
    closing.push(() => rmSync(home, { recursive: true }));
    const { out, status } = await asProgram(['--stage', 'dev'], {
      HOME: home,
      AWS_EC2_METADATA_DISABLED: 'true',
    });
    expect(out).toMatch(/^MEND +account and region\n +There are no valid credentials/m);
    expect(status).toBe(1);
  });

  it.each([
    [[], /Which stage is to be looked at\?/],
    [['--stage', 'staging'], /There is no stage "staging"/],
    [['--stage', './nowhere.json'], /cannot be read: there is no such file/],
    [['--stage', 'dev', '--wait', 'long'], /number of seconds/],
    [['--colour'], /--colour/],
  ])('called with %j says what is wrong, and asks nobody', async (args, sentence) => {
    const { aws, err, out, status } = await preflightOf(goodAccount, args);
    expect(err).toMatch(sentence);
    expect([out, status, aws.calls]).toEqual(['', 1, []]);
  });

  it('refuses a stage file that is not valid, with what is wrong', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tideline-preflight-'));
    closing.push(() => rmSync(folder, { recursive: true }));
    const example = JSON.parse(readFileSync(path.join(root, 'stage.example.json'), 'utf8'));
    const file = path.join(folder, 'west.json');
    writeFileSync(file, JSON.stringify({ ...example, colour: 'blue' }));
    const { err, status } = await preflightOf(goodAccount, ['--stage', file]);
    expect(err).toMatch(/not valid:\s.*colour/s);
    expect(status).toBe(1);
  });

  it('prints its help', async () => {
    const { out, status } = await asProgram(['--help'], {});
    expect(out).toMatch(/^Usage: npm run preflight -- --stage STAGE/);
    expect(status).toBe(0);
  });
});

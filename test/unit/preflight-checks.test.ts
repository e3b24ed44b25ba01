import { describe, expect, it } from 'vitest';
import { type Answer, answerTo, unanswered } from '../../bin/preflight/answer.ts';
import { checkAccount } from '../../bin/preflight/checks/account.ts';
import { checkBootstrap } from '../../bin/preflight/checks/bootstrap.ts';
import { checkConcurrency } from '../../bin/preflight/checks/concurrency.ts';
import { checkStack } from '../../bin/preflight/checks/stacks.ts';
import {
  checkManagers,
  checkOperations,
  type Subscription,
} from '../../bin/preflight/checks/subscriptions.ts';
import {
  checkSandbox,
  checkSenders,
  checkSpend,
  type Sender,
} from '../../bin/preflight/checks/text-messages.ts';
import { checkTokenDomain } from '../../bin/preflight/checks/token-domain.ts';
import { letsSnsSend } from '../../bin/preflight/messaging-questions.ts';
import { sendsTextMessages } from '../../bin/preflight/surroundings.ts';
import { stageConfig } from '../../lib/stages/stage-config-of.ts';

const config = stageConfig('prod');
const north = { config, account: '111122223333' };
const said = <T>(value: T): Answer<T> => ({ code: 'answered', value });
const brief = ({ outcome, mend }: { outcome: string; mend?: string }) => [outcome, mend ?? ''];

describe('the account', () => {
  const elsewhere = { region: 'eu-west-2', expected: '999900001111' };

  it.each([
    ['credentials and no expectation', said({ account: '111122223333' }), undefined, 'ok', ''],
    ['the account that is expected', said({ account: '111122223333' }), '111122223333', 'ok', ''],
    [
      'another account than CDK_DEFAULT_ACCOUNT names',
      said({ account: '111122223333' }),
      elsewhere.expected,
      'mend',
      'Use credentials for the account that is meant, or: unset CDK_DEFAULT_ACCOUNT',
    ],
  ])('with %s', (_, answer, expected, outcome, mend) => {
    expect(brief(checkAccount(answer, { region: 'eu-west-2', expected }))).toEqual([outcome, mend]);
  });

  it('without credentials is to be signed in to first', () => {
    const finding = checkAccount({ code: 'no-credentials' }, elsewhere);
    expect(finding).toMatchObject({ outcome: 'mend', mend: expect.stringContaining('aws sso login') });
  });
});

describe('the bootstrap', () => {
  const command = 'npx cdk bootstrap aws://111122223333/eu-west-2';

  it.each([
    ['that was never done', undefined, 'mend', command],
    ['that is too old for the role which cdk diff reads with', '7', 'mend', command],
    ['that is just new enough', '8', 'ok', ''],
    // As text "33" would be less than "8".
    ['of today', '33', 'ok', ''],
    ['that is no number', 'latest', 'mend', command],
  ])('%s', (_, version, outcome, mend) => {
    expect(brief(checkBootstrap(said(version), north))).toEqual([outcome, mend]);
  });
});

describe('how many functions may run at once', () => {
  // prod: a burst of 100, 10 batches, and 20 behind them.
  it.each([
    [10, 'mend'],
    [129, 'mend'],
    [130, 'ok'],
    [1000, 'ok'],
  ])('%i', (allowed, outcome) => {
    const finding = checkConcurrency(said(allowed), north);
    expect(finding.outcome).toBe(outcome);
    expect(finding.sentence).toContain('130 are wanted');
    if (outcome === 'mend') {
      expect(finding.mend).toBe(
        'aws service-quotas request-service-quota-increase --region eu-west-2 --service-code lambda --quota-code L-B99A9384 --desired-value 1000',
      );
    }
  });
});

describe('the token domain', () => {
  const ours = { account: '111122223333', poolId: 'eu-west-2_old' };

  it.each([
    ['that nobody has', undefined, false, 'ok', ''],
    ['of this deployment', ours, true, 'ok', ''],
    [
      'of a pool that a removed stack left behind',
      ours,
      false,
      'mend',
      'aws cognito-idp delete-user-pool-domain --region eu-west-2 --domain tideline-prod-111122223333 --user-pool-id eu-west-2_old',
    ],
    [
      'of another account',
      { account: '444455556666', poolId: 'eu-west-2_x' },
      false,
      'mend',
      'Give the stage another name, in its file, and deploy under that.',
    ],
  ])('%s', (_, owner, isDeployed, outcome, mend) => {
    expect(brief(checkTokenDomain(said(owner), north, isDeployed))).toEqual([outcome, mend]);
  });
});

describe('text messages', () => {
  const sender: Sender = { senderId: 'NORTHCC', isReady: true, isForSns: true };

  it('are looked at only where somebody gets any', () => {
    expect(sendsTextMessages(config)).toBe(false);
    expect(sendsTextMessages(stageConfig('dev'))).toBe(true);
  });

  it('reach anybody only outside the sandbox', () => {
    expect(checkSandbox(said(true), 'eu-west-2')).toMatchObject({
      outcome: 'mend',
      mend: /Exit SMS sandbox/,
    });
    expect(checkSandbox(said(false), 'eu-west-2').outcome).toBe('ok');
  });

  it.each<[string, readonly Sender[], string, RegExp]>([
    ['no sender', [], 'mend', /United Kingdom sender ID registration/],
    ['a registered sender that SNS may use', [sender], 'ok', /^$/],
    ['a number that SNS may use', [{ ...sender, senderId: undefined }], 'ok', /^$/],
    [
      'a sender with a generic word',
      [{ ...sender, senderId: 'NorthAlerts' }],
      'mend',
      /without the words Alert/,
    ],
    ['a sender that is not registered', [{ ...sender, isReady: false }], 'mend', /complete the registration/],
    ['a sender that SNS may not use', [{ ...sender, isForSns: false }], 'mend', /put-resource-policy/],
    [
      'one that is ready and another that SNS may use',
      [
        { ...sender, isReady: false },
        { ...sender, isForSns: false },
      ],
      'mend',
      /put-resource-policy/,
    ],
    ['one of two that is right', [{ ...sender, isReady: false }, sender], 'ok', /^$/],
  ])('with %s', (_, senders, outcome, mend) => {
    const finding = checkSenders(said(senders), 'eu-west-2');
    expect(finding.outcome).toBe(outcome);
    expect(finding.mend ?? '').toMatch(mend);
  });

  it.each([
    [undefined, 'mend', '$1 a month'],
    [1, 'mend', '$1 a month'],
    [24.99, 'mend', '$24.99 a month'],
    [25, 'ok', '$25 a month'],
    [1000, 'ok', '$1000 a month'],
  ])('may cost %s', (limit, outcome, sentence) => {
    const finding = checkSpend(said(limit), 'eu-west-2');
    expect(finding.outcome).toBe(outcome);
    expect(finding.sentence).toContain(sentence);
  });

  it.each([
    ['no policy', undefined, false],
    ['text that is no policy', 'not JSON', false],
    ['a policy for somebody else', policy('Allow', { Service: 'other.amazonaws.com' }), false],
    ['a policy that denies SNS', policy('Deny', { Service: 'sns.amazonaws.com' }), false],
    ['a policy for SNS', policy('Allow', { Service: 'sns.amazonaws.com' }), true],
    [
      'a policy for SNS and another',
      policy('Allow', { Service: ['a.amazonaws.com', 'sns.amazonaws.com'] }),
      true,
    ],
    [
      'a policy whose only statement is no list',
      JSON.stringify({ Statement: { Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' } } }),
      true,
    ],
  ])('may be sent by SNS with %s: or not', (_, text, may) => {
    expect(letsSnsSend(text)).toBe(may);
  });
});

function policy(Effect: string, Principal: unknown): string {
  return JSON.stringify({ Statement: [{ Effect, Principal, Action: ['sms-voice:SendTextMessage'] }] });
}

describe('a stack', () => {
  const kind = { name: 'Tideline-prod-State', region: 'eu-west-2', mustBeProtected: true };
  const stack = (status: string, isProtected = true) =>
    said({ name: kind.name, status, isProtected, outputs: new Map<string, string>() });

  it.each([
    ['CREATE_COMPLETE', 'ok', /deployed/, /^$/],
    ['UPDATE_COMPLETE', 'ok', /deployed/, /^$/],
    ['UPDATE_ROLLBACK_COMPLETE', 'ok', /release before it is what runs/, /^$/],
    ['UPDATE_IN_PROGRESS', 'unknown', /UPDATE_IN_PROGRESS/, /Wait/],
    ['REVIEW_IN_PROGRESS', 'unknown', /REVIEW_IN_PROGRESS/, /Wait/],
    ['ROLLBACK_COMPLETE', 'mend', /first deployment failed/, /delete-stack --region eu-west-2/],
    ['UPDATE_ROLLBACK_FAILED', 'mend', /so did taking it back/, /continue-update-rollback/],
    ['CREATE_FAILED', 'mend', /CREATE_FAILED/, /describe-stack-events/],
    ['DELETE_FAILED', 'mend', /DELETE_FAILED/, /describe-stack-events/],
  ])('in the state %s', (status, outcome, sentence, mend) => {
    const [finding, ...more] = checkStack(stack(status), kind);
    expect(more).toEqual([]);
    expect(finding?.outcome).toBe(outcome);
    expect(finding?.sentence).toMatch(sentence);
    expect(finding?.mend ?? '').toMatch(mend);
  });

  it('that is not there yet is nothing to mend', () => {
    expect(checkStack(said(undefined), kind)).toEqual([
      {
        about: 'stack Tideline-prod-State',
        outcome: 'ok',
        sentence: 'It is not deployed yet: what is inside it is looked at after the first deployment.',
      },
    ]);
  });

  it('that keeps the data must be protected from deletion, and the other need not', () => {
    expect(checkStack(stack('UPDATE_COMPLETE', false), kind).map(brief)).toEqual([
      ['ok', ''],
      [
        'mend',
        'aws cloudformation update-termination-protection --region eu-west-2 --stack-name Tideline-prod-State --enable-termination-protection',
      ],
    ]);
    const service = { ...kind, name: 'Tideline-prod-Service', mustBeProtected: false };
    expect(checkStack(stack('UPDATE_COMPLETE', false), service).map(brief)).toEqual([['ok', '']]);
  });
});

describe('subscriptions', () => {
  const mail: Subscription = { protocol: 'email', state: 'confirmed' };
  const queue: Subscription = { protocol: 'sqs', state: 'confirmed' };
  const pending: Subscription = { protocol: 'email', state: 'pending' };

  it.each<[string, readonly Subscription[], string, RegExp]>([
    ['of nobody', [], 'mend', /^Nobody is subscribed/],
    ['of a queue alone', [queue], 'mend', /^Nobody is subscribed/],
    ['of somebody who has left', [{ protocol: 'email', state: 'deleted' }], 'mend', /^Nobody is subscribed/],
    ['of one manager', [mail, queue], 'ok', /^1 subscription of a manager is confirmed/],
    ['of two by email and text', [mail, { protocol: 'sms', state: 'confirmed' }], 'ok', /^2 subscriptions/],
    ['of one who has not confirmed', [mail, pending], 'mend', /^1 subscription has not been .* 1 has;/],
    [
      'of two who have not confirmed',
      [pending, pending],
      'mend',
      /^2 subscriptions have not been .* 0 have;/,
    ],
  ])('to alerts %s', (_, subscriptions, outcome, sentence) => {
    const finding = checkManagers(said(subscriptions));
    expect(finding.outcome).toBe(outcome);
    expect(finding.sentence).toMatch(sentence);
  });

  it.each<[string, readonly Subscription[], string, RegExp]>([
    ['of nobody', [], 'mend', /aws sns subscribe --region eu-west-2 --topic-arn arn:operations/],
    ['that nobody confirmed', [pending], 'mend', /Follow the link/],
    ['of somebody on call', [mail, pending], 'ok', /^$/],
    ['of a tool for those on call', [{ protocol: 'https', state: 'confirmed' }], 'ok', /^$/],
  ])('to alarms %s', (_, subscriptions, outcome, mend) => {
    const finding = checkOperations(said(subscriptions), { topicArn: 'arn:operations', region: 'eu-west-2' });
    expect(finding.outcome).toBe(outcome);
    expect(finding.mend ?? '').toMatch(mend);
  });
});

describe('a question that is not answered', () => {
  const failing = (error: unknown) =>
    answerTo({ permission: 'ssm:GetParameter', ask: () => Promise.reject(error) }, 60);
  const named = (name: string, code?: string) =>
    Object.assign(new Error('for jane.smith@example.com'), { name }, code === undefined ? {} : { code });

  it.each([
    ['AccessDeniedException', { code: 'refused', permission: 'ssm:GetParameter' }],
    ['AccessDenied', { code: 'refused', permission: 'ssm:GetParameter' }],
    ['AuthorizationError', { code: 'refused', permission: 'ssm:GetParameter' }],
    ['ExpiredTokenException', { code: 'no-credentials' }],
    ['CredentialsProviderError', { code: 'no-credentials' }],
    ['InternalFailure', { code: 'failed', error: 'InternalFailure' }],
  ])('because of %s', async (name, answer) => {
    expect(await failing(named(name))).toEqual(answer);
  });

  it('because there is no way to AWS is told by the name that the system has for it', async () => {
    expect(await failing(named('Error', 'ECONNREFUSED'))).toEqual({ code: 'failed', error: 'ECONNREFUSED' });
    expect(await failing('text')).toEqual({ code: 'failed', error: 'unknown' });
  });

  it('in time is given up, also by whoever does not listen', async () => {
    let ended = false;
    const answer = await answerTo(
      {
        permission: 'ssm:GetParameter',
        ask: (signal) => {
          signal.addEventListener('abort', () => {
            ended = true;
          });
          return new Promise<never>(() => undefined);
        },
      },
      0.01,
    );
    expect([answer, ended]).toEqual([{ code: 'too-late', seconds: 0.01 }, true]);
  });

  it('is neither good nor bad, and says what is missing but nothing that AWS wrote', async () => {
    const findings = [
      unanswered('bootstrap', { code: 'refused', permission: 'ssm:GetParameter' }),
      unanswered('bootstrap', { code: 'no-credentials' }),
      unanswered('bootstrap', { code: 'too-late', seconds: 10 }),
      unanswered('bootstrap', { code: 'failed', error: 'InternalFailure' }),
    ];
    expect(findings.map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
    expect(findings[0]?.sentence).toContain('ssm:GetParameter is not allowed');
    expect(findings[2]?.sentence).toContain('within 10 s');
    const answer = await failing(named('InternalFailure'));
    expect(JSON.stringify(answer)).not.toContain('jane');
  });
});

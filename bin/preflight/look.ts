import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { PinpointSMSVoiceV2Client } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import type { StageConfig } from '../../lib/stage-config.ts';
import { type Answer, answerTo, type Question } from './answer.ts';
import { checkAccount } from './checks/account.ts';
import { checkBootstrap } from './checks/bootstrap.ts';
import { checkConcurrency } from './checks/concurrency.ts';
import { checkStack, type DeployedStack } from './checks/stacks.ts';
import { checkManagers, checkOperations } from './checks/subscriptions.ts';
import { checkSandbox, checkSenders, checkSpend } from './checks/text-messages.ts';
import { checkTokenDomain } from './checks/token-domain.ts';
import { type Finding, unknown } from './finding.ts';
import { askSandbox, askSenders, askSpend, askSubscriptions } from './messaging-questions.ts';
import { askBootstrap, askConcurrency, askIdentity, askStack, askTokenDomain } from './questions.ts';
import {
  type Surroundings,
  sendsTextMessages,
  serviceStackName,
  stateStackName,
  tokenDomain,
} from './surroundings.ts';

export type LookProps = {
  readonly config: StageConfig;
  /** The account that CDK_DEFAULT_ACCOUNT names, if it does. */
  readonly expected: string | undefined;
  /** How long each answer is waited for. */
  readonly seconds: number;
};

/**
 * Looks at everything that a deployment of the stage needs, changes nothing, and
 * says what it found, in the order in which it is best mended. Where it is not known whose the account is, that is
 * all there is to say.
 */
export async function look({ config, expected, seconds }: LookProps): Promise<readonly Finding[]> {
  const { region } = config;
  // The clients take address and credentials from the environment, as every tool of AWS does.
  const settings = { region, maxAttempts: 2 };
  const ask = <T>(question: Question<T>): Promise<Answer<T>> => answerTo(question, seconds);

  const identity = await ask(askIdentity(new STSClient(settings)));
  const account = checkAccount(identity, { region, expected });
  if (identity.code !== 'answered') return [account];
  const surroundings: Surroundings = { config, account: identity.value.account };

  const stacks = new CloudFormationClient(settings);
  const [bootstrap, concurrency, domain, state, service, texts] = await Promise.all([
    ask(askBootstrap(new SSMClient(settings))),
    ask(askConcurrency(new LambdaClient(settings))),
    ask(askTokenDomain(new CognitoIdentityProviderClient(settings), tokenDomain(surroundings))),
    ask(askStack(stacks, stateStackName(config))),
    ask(askStack(stacks, serviceStackName(config))),
    sendsTextMessages(config) ? lookAtTextMessages(settings, ask) : [],
  ]);
  return [
    account,
    checkBootstrap(bootstrap, surroundings),
    checkConcurrency(concurrency, surroundings),
    // A stack that could not be looked at is taken to be there: it is not said that its domain is anybody else's.
    checkTokenDomain(
      domain,
      surroundings,
      service.code !== 'answered' || service.value?.outputs.has('TokenUrl') === true,
    ),
    ...texts,
    ...checkStack(state, { name: stateStackName(config), region, mustBeProtected: true }),
    ...checkStack(service, { name: serviceStackName(config), region, mustBeProtected: false }),
    ...(await lookAtSubscriptions(service, settings, ask)),
  ];
}

type Settings = { readonly region: string; readonly maxAttempts: number };
type Ask = <T>(question: Question<T>) => Promise<Answer<T>>;

async function lookAtTextMessages(settings: Settings, ask: Ask): Promise<readonly Finding[]> {
  const sns = new SNSClient(settings);
  const [sandbox, senders, spend] = await Promise.all([
    ask(askSandbox(sns)),
    ask(askSenders(new PinpointSMSVoiceV2Client(settings))),
    ask(askSpend(sns)),
  ]);
  return [
    checkSandbox(sandbox, settings.region),
    checkSenders(senders, settings.region),
    checkSpend(spend, settings.region),
  ];
}

async function lookAtSubscriptions(
  service: Answer<DeployedStack | undefined>,
  settings: Settings,
  ask: Ask,
): Promise<readonly Finding[]> {
  if (service.code !== 'answered') {
    return [
      unknown(
        'managers and operations',
        'Whether anybody is subscribed was not looked at, since the stack was not.',
      ),
    ];
  }
  const alerts = service.value?.outputs.get('AlertTopicArn');
  const operations = service.value?.outputs.get('OperationsTopicArn');
  if (alerts === undefined || operations === undefined) return [];
  const sns = new SNSClient(settings);
  const [managers, onCall] = await Promise.all([
    ask(askSubscriptions(sns, alerts)),
    ask(askSubscriptions(sns, operations)),
  ]);
  return [
    checkManagers(managers),
    checkOperations(onCall, { topicArn: operations, region: settings.region }),
  ];
}

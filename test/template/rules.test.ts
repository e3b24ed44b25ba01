import type { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { bootstrapVersionNeeded } from '../../bin/preflight/checks/bootstrap.ts';
import { rules, type Templates } from '../support/template-rules.ts';
import { stageNames, synthesize } from './synthesize.ts';

const templatesOf = (stage: 'dev' | 'prod'): Templates => {
  const { state, service } = synthesize(stage);
  return { state: state.toJSON(), service: service.toJSON() };
};
const dev = templatesOf('dev');

const faultsOf = (templates: Templates): readonly string[] =>
  rules.flatMap(({ look }) => look(templates).faults);

describe.each(stageNames)('in %s', (stage) => {
  const templates = templatesOf(stage);

  it.each(rules)('$title', ({ title, look }) => {
    const { faults, looked } = look(templates);
    expect(faults).toEqual([]);
    console.info(`${stage}, ${title}: ${looked} looked at`);
    // The managers of prod are not subscribed by the template, so there is none to look at.
    const none = stage === 'prod' && title.startsWith('what a subscription') ? -1 : 0;
    expect(looked).toBeGreaterThan(none);
  });
});

// biome-ignore lint/suspicious/noExplicitAny: a template is plain JSON.
type Plain = any;

/** A resource of the first kind that begins so, in either template. */
function find(templates: Templates, prefix: string): { id: string; among: Plain } {
  for (const { Resources } of [templates.state, templates.service]) {
    const id = Object.keys(Resources).find((name) => name.startsWith(prefix));
    if (id !== undefined) return { id, among: Resources };
  }
  throw new Error(`No resource is called ${prefix}….`);
}

const statement = (Principal: unknown, Condition?: unknown) => ({
  Sid: 'Planted',
  Effect: 'Allow',
  Action: 'kms:Decrypt',
  Resource: '*',
  Principal,
  ...(Condition === undefined ? {} : { Condition }),
});

describe('a planted fault is found', () => {
  it.each<[string, string, (resource: Plain, templates: Templates) => void, RegExp]>([
    [
      'a table with a key of AWS',
      'RecordsTable',
      ({ Properties }) => {
        Properties.SSESpecification = { SSEEnabled: true };
      },
      /^RecordsTable\w+ is not encrypted/,
    ],
    [
      'a topic without a key',
      'AlertDeliveryAlerts',
      ({ Properties }) => {
        delete Properties.KmsMasterKeyId;
      },
      /^AlertDeliveryAlerts\w+ is not encrypted/,
    ],
    [
      'a queue without one',
      'FailuresParked',
      ({ Properties }) => {
        Properties.SqsManagedSseEnabled = false;
      },
      /^FailuresParked\w+ is not encrypted/,
    ],
    [
      'logs without one',
      'DueWorkSweepLogs',
      ({ Properties }) => {
        delete Properties.KmsKeyId;
      },
      /^DueWorkSweepLogs\w+ is not encrypted/,
    ],
    [
      'a key for another service',
      'KeysTable',
      ({ Properties }) => {
        Properties.KeyPolicy.Statement.push(statement({ Service: 'backup.amazonaws.com' }));
      },
      /^KeysTable\w+ lets backup\.amazonaws\.com in \(Planted\)/,
    ],
    [
      'a key for alarms of any account',
      'KeysMessages',
      ({ Properties }) => {
        Properties.KeyPolicy.Statement.push(statement({ Service: 'cloudwatch.amazonaws.com' }));
      },
      /^KeysMessages\w+ lets cloudwatch\.amazonaws\.com in for whomever/,
    ],
    [
      'a key for everybody',
      'KeysMessages',
      ({ Properties }) => {
        Properties.KeyPolicy.Statement.push(statement('*', { Bool: { a: 'b' } }));
      },
      /^KeysMessages\w+ lets everybody in/,
    ],
    [
      'a stream with what was written',
      'RecordsTable',
      ({ Properties }) => {
        Properties.StreamSpecification.StreamViewType = 'NEW_IMAGE';
      },
      /^RecordsTable\w+ streams more than keys/,
    ],
    [
      'a third reader of the stream',
      'AlertDeliveryAlertChangesMapping',
      (resource, { service }) => {
        service.Resources.Planted = structuredClone(resource);
      },
      /^3 functions read the stream/,
    ],
    [
      'one reader too few',
      'AlertDeliveryAlertChangesMapping',
      (_, { service }) => {
        delete service.Resources[
          find({ state: { Resources: {} }, service }, 'AlertDeliveryAlertChangesMapping').id
        ];
      },
      /^1 functions read the stream/,
    ],
    [
      'a reader that reports nothing',
      'AlertDeliveryAlertChangesMapping',
      ({ Properties }) => {
        delete Properties.DestinationConfig;
      },
      /reports nothing that it gives up/,
    ],
    [
      'a subscription without a dead-letter queue',
      'AlertLedgerQueueTideline',
      ({ Properties }) => {
        delete Properties.RedrivePolicy;
      },
      /keeps nothing that it cannot deliver/,
    ],
    [
      'a queue that sets nothing aside',
      'FailuresUnsentAlerts',
      ({ Properties }) => {
        delete Properties.RedrivePolicy;
      },
      /^FailuresUnsentAlerts\w+ sets no message aside/,
    ],
    [
      'a queue that soon forgets',
      'FailuresUnsentAlerts',
      ({ Properties }) => {
        Properties.MessageRetentionPeriod = 345_600;
      },
      /keeps messages for another time/,
    ],
    [
      'a pool that goes with its stack',
      'ClientPool',
      (resource) => {
        resource.DeletionPolicy = 'Delete';
      },
      /^ClientPool\w+ is not kept/,
    ],
    [
      'logs that are kept for ever',
      'DueWorkSweepLogs',
      ({ Properties }) => {
        delete Properties.RetentionInDays;
      },
      /^DueWorkSweepLogs\w+ is kept for ever/,
    ],
    [
      'a function with a name of ours',
      'DueWorkSweepFunction',
      ({ Properties }) => {
        Properties.FunctionName = 'sweep';
      },
      /^DueWorkSweepFunction\w+ has a FunctionName/,
    ],
    [
      'an import that nobody exports',
      'RecordsTable',
      (_, { state }) => {
        const [first] = Object.keys(state.Outputs);
        delete state.Outputs[String(first)];
      },
      /Fn::ImportValue is exported by nobody/,
    ],
    [
      'a weak reference',
      'DueWorkSweepFunction',
      ({ Properties }) => {
        Properties.Environment.Variables.TABLE_NAME = {
          'Fn::GetStackOutput': { StackName: 'a', OutputName: 'b' },
        };
      },
      /is a weak reference/,
    ],
    [
      'an address in an output',
      'RecordsTable',
      (_, { service }) => {
        service.Outputs.Planted = { Value: 'jane.smith@north.gov.uk' };
      },
      /Outputs\/Planted\/Value tells of a person/,
    ],
    [
      'a mobile number in a variable',
      'DueWorkSweepFunction',
      ({ Properties }) => {
        Properties.Environment.Variables.CALL = '+447911123456';
      },
      /CALL tells of a person/,
    ],
    [
      'a postcode in a description',
      'KeysTable',
      ({ Properties }) => {
        Properties.Description = 'for SW1A 1AA';
      },
      /Description tells of a person/,
    ],
    [
      'an NHS number in a variable',
      'DueWorkSweepFunction',
      ({ Properties }) => {
        Properties.Environment.Variables.TRIAL = '943 476 5919';
      },
      /TRIAL tells of a person/,
    ],
  ])('%s', (_, prefix, plant, fault) => {
    const planted = structuredClone(dev);
    const { id, among } = find(planted, prefix);
    plant(among[id], planted);
    expect(faultsOf(planted)).toContainEqual(expect.stringMatching(fault));
  });

  it('and nothing else', () => {
    expect(faultsOf(dev)).toEqual([]);
  });
});

describe.each(stageNames)('what partners, managers and operators of %s were given', (stage) => {
  const ids = (type: string): readonly string[] =>
    Object.entries<Plain>(templatesOf(stage).service.Resources)
      .filter(([, { Type }]) => Type === type)
      .map(([id]) => id)
      .sort();

  it('keeps its logical id, since another id is another address, secret or subscription', () => {
    expect(ids('AWS::ApiGatewayV2::Api')).toEqual(['PartnerApi45571CED']);
    expect(ids('AWS::Cognito::UserPoolDomain')).toEqual(['PartnersDomain6358DC28']);
    expect(ids('AWS::SNS::Topic')).toEqual(['AlarmsOperations0DB75B23', 'AlertDeliveryAlerts38F056FC']);
    expect(ids('AWS::Cognito::UserPoolClient')).toContain('PartnersfrontdoorD3A3F280');
  });

  it('and queues keep theirs with the messages in them', () => {
    expect(ids('AWS::SQS::Queue')).toEqual(
      expect.arrayContaining([
        'FailuresParked30BE4C13',
        'FailuresUndeliveredEmail74200336',
        'FailuresUndeliveredSms3B5E8D89',
        'FailuresUnexaminedTimelinesFF5AAF0F',
        'FailuresUnsentAlertsCB7DA54C',
      ]),
    );
  });
});

it('a deployment asks of the bootstrap no more than preflight looks for', () => {
  const app = synthesize('prod').stacks.state.node.root as App;
  const asked = app
    .synth()
    .stacks.flatMap(({ requiresBootstrapStackVersion, lookupRole }) => [
      requiresBootstrapStackVersion ?? 0,
      lookupRole?.requiresBootstrapStackVersion ?? 0,
    ]);
  expect(asked.length).toBe(4);
  expect(Math.max(...asked)).toBe(bootstrapVersionNeeded);
});

describe.each(stageNames)('the outputs of %s', (stage) => {
  it('each say what to do with them', () => {
    const outputs = Object.entries<Plain>(templatesOf(stage).service.Outputs);
    for (const [id, { Description }] of outputs) {
      expect(Description, id).toMatch(
        /^(Give|Read|Hand|Subscribe|Run|Look|Send|Bring|Use|Ask|Put|Invoke) [a-z]/,
      );
    }
    expect(outputs.length).toBeGreaterThan(6);
  });
});

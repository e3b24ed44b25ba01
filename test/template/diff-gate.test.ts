import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diffGateCommand } from '../../bin/diff-gate/diff-gate-command.ts';
import { refusals, type Template } from '../../bin/diff-gate/refusals.ts';
import { statefulResources } from '../../bin/diff-gate/stateful-resources.ts';
import { stageNames, synthesize } from './synthesize.ts';

// biome-ignore lint/suspicious/noExplicitAny: a template is plain JSON, and a test that changes a missing part of it fails.
type Plain = any;

const templatesOf = (stage: 'dev' | 'prod') => {
  const { state, service } = synthesize(stage);
  return { state: state.toJSON() as Plain, service: service.toJSON() as Plain };
};
const prod = templatesOf('prod');

/** A template with one change. */
const changed = (template: Plain, change: (resources: Plain) => void): Plain => {
  const copy = structuredClone(template);
  change(copy.Resources);
  return copy;
};

const idOf = (template: Plain, prefix: string): string => {
  const [found, ...more] = Object.keys(template.Resources).filter((id) => id.startsWith(prefix));
  if (found === undefined || more.length > 0) throw new Error(`Not one resource is called ${prefix}….`);
  return found;
};

const table = 'RecordsTableC9B7A30B';

describe('a change that would lose what no deployment can make again', () => {
  it.each<[string, (resources: Plain) => void, string, RegExp]>([
    [
      'the table under another logical id',
      (resources) => {
        resources.RecordsTable2 = resources[table];
        delete resources[table];
      },
      table,
      /^RecordsTableC9B7A30B \(AWS::DynamoDB::Table\) would be removed\. With it goes every referral/,
    ],
    [
      'another sort key of the table',
      (resources) => {
        resources[table].Properties.KeySchema[1].AttributeName = 'other';
      },
      table,
      /would be replaced, because of KeySchema\./,
    ],
    [
      'a physical name of the table',
      (resources) => {
        resources[table].Properties.TableName = 'referrals';
      },
      table,
      /would be replaced, because of TableName\./,
    ],
    [
      'no key for tables any more',
      (resources) => {
        delete resources.KeysTableF42AC009;
      },
      'KeysTableF42AC009',
      /AWS::KMS::Key\) would be removed/,
    ],
    [
      'another kind of key for pseudonyms',
      (resources) => {
        resources.KeysPseudonyms5ECB777C.Properties.KeySpec = 'HMAC_512';
      },
      'KeysPseudonyms5ECB777C',
      /cannot change its KeySpec: the deployment would fail/,
    ],
    [
      'a key that is switched off',
      (resources) => {
        resources.KeysTableF42AC009.Properties.Enabled = false;
      },
      'KeysTableF42AC009',
      /lose its protection: Enabled would no longer be/,
    ],
    [
      'a table that may be deleted',
      (resources) => {
        resources[table].Properties.DeletionProtectionEnabled = false;
      },
      table,
      /lose its protection: DeletionProtectionEnabled would no longer be true/,
    ],
    [
      'a table that cannot be restored',
      (resources) => {
        delete resources[table].Properties.PointInTimeRecoverySpecification;
      },
      table,
      /lose its protection: PointInTimeRecoverySpecification\.PointInTimeRecoveryEnabled/,
    ],
    [
      'another view of the stream',
      (resources) => {
        resources[table].Properties.StreamSpecification.StreamViewType = 'NEW_IMAGE';
      },
      table,
      /lose its protection: StreamSpecification\.StreamViewType would no longer be KEYS_ONLY/,
    ],
    [
      'a table that goes with its stack',
      (resources) => {
        resources[table].DeletionPolicy = 'Delete';
      },
      table,
      /lose its DeletionPolicy RetainExceptOnCreate \(it would be Delete\)/,
    ],
    [
      'a pool that goes when it is replaced',
      (resources) => {
        delete resources.ClientPoolF7431FB1.UpdateReplacePolicy;
      },
      'ClientPoolF7431FB1',
      /lose its UpdateReplacePolicy Retain \(it would be Delete, since none is said\)/,
    ],
    [
      'a pool that may be deleted',
      (resources) => {
        resources.ClientPoolF7431FB1.Properties.DeletionProtection = 'INACTIVE';
      },
      'ClientPoolF7431FB1',
      /lose its protection: DeletionProtection would no longer be ACTIVE/,
    ],
  ])('is refused: %s', (_, change, logicalId, sentence) => {
    const found = refusals(prod.state, changed(prod.state, change));
    expect(found.map((one) => one.logicalId)).toEqual([logicalId]);
    expect(found[0]?.sentence).toMatch(sentence);
    expect(found[0]?.mayBeAccepted).toBe(false);
  });

  it.each<[string, string, (resource: Plain) => void, RegExp]>([
    [
      'the topic that managers are subscribed to',
      'AlertDeliveryAlerts38',
      (topic) => {
        topic.Properties.FifoTopic = true;
      },
      /because of FifoTopic\. With it goes the subscription of every person/,
    ],
    [
      'the client of a partner',
      'Partnersfrontdoor',
      (client) => {
        client.Properties.GenerateSecret = false;
      },
      /because of GenerateSecret\. With it goes a system's client id and secret/,
    ],
    [
      'a queue of what was not delivered',
      'FailuresUnsentAlertsCB7',
      (queue) => {
        queue.Properties.QueueName = 'unsent';
      },
      /because of QueueName\. With it goes the messages/,
    ],
    [
      'the domain of the tokens',
      'PartnersDomain',
      (domain) => {
        domain.Properties.Domain = 'another';
      },
      /because of Domain\. With it goes the address/,
    ],
    [
      'the log of a function',
      'DueWorkSweepLogs',
      (group) => {
        group.DeletionPolicy = 'Delete';
      },
      /lose its DeletionPolicy/,
    ],
  ])('may be accepted by a person, by name: %s', (_, prefix, change, sentence) => {
    const id = idOf(prod.service, prefix);
    const found = refusals(
      prod.service,
      changed(prod.service, (resources) => change(resources[id])),
    );
    expect(found.map((one) => [one.logicalId, one.mayBeAccepted])).toEqual([[id, true]]);
    expect(found[0]?.sentence).toMatch(sentence);
  });
});

describe('a change that loses nothing', () => {
  it.each(stageNames)('is none at all, of %s', (stage) => {
    const { state, service } = templatesOf(stage);
    expect([...refusals(state, state), ...refusals(service, service)]).toEqual([]);
  });

  it.each<[string, 'state' | 'service', (resources: Plain) => void]>([
    [
      'an index more',
      'state',
      (resources) => {
        const { Properties } = resources[table];
        Properties.GlobalSecondaryIndexes.push({
          ...Properties.GlobalSecondaryIndexes[0],
          IndexName: 'another',
        });
      },
    ],
    [
      'another description of a key',
      'state',
      (resources) => {
        resources.KeysTableF42AC009.Properties.Description = 'Of the table';
      },
    ],
    [
      'a table more',
      'state',
      (resources) => {
        resources.Another = structuredClone(resources[table]);
      },
    ],
    [
      'a function that is no more',
      'service',
      (resources) => {
        delete resources[idOf(prod.service, 'DueWorkSweepFunction')];
      },
    ],
    [
      'the bundle of a function',
      'service',
      (resources) => {
        resources[idOf(prod.service, 'DueWorkSweepFunction')].Properties.Code.S3Key = 'another.zip';
      },
    ],
    [
      'logs that are kept longer',
      'service',
      (resources) => {
        resources[idOf(prod.service, 'DueWorkSweepLogs')].Properties.RetentionInDays = 731;
      },
    ],
    [
      'an event mapping made anew',
      'service',
      (resources) => {
        const id = idOf(prod.service, 'AlertDeliveryAlertChangesMapping');
        resources.Another = resources[id];
        delete resources[id];
      },
    ],
  ])('is let through: %s', (_, which, change) => {
    const next = changed(prod[which], change);
    expect(next).not.toEqual(prod[which]);
    expect(refusals(prod[which], next)).toEqual([]);
  });

  it('is a first deployment', () => {
    expect(refusals({}, prod.state)).toEqual([]);
  });
});

it('knows a type for each resource of the state stack, and each that holds what people and systems were given', () => {
  const types = (template: Plain): ReadonlySet<string> =>
    new Set(Object.values(template.Resources as Template['Resources'] & object).map(({ Type }) => Type));
  const known = new Set(statefulResources.map(({ type }) => type));
  expect([...types(prod.state)].filter((type) => !known.has(type))).toEqual([]);
  const both = new Set([...types(prod.state), ...types(prod.service)]);
  expect(
    [...known].filter((type) => !both.has(type)),
    'types that nothing has',
  ).toEqual([]);
  expect(known.size).toBe(9);
});

describe('diff-gate', () => {
  let folder = '';
  let deployed = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tideline-gate-'));
    deployed = aFile('deployed.json', prod.state);
    aManifest(true);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const aFile = (name: string, content: unknown): string => {
    const file = path.join(folder, name);
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  };
  const aManifest = (terminationProtection: boolean): void => {
    const stack = (templateFile: string) => ({
      type: 'aws:cloudformation:stack',
      properties: { templateFile, terminationProtection },
    });
    aFile('manifest.json', {
      version: '55.0.0',
      artifacts: { State: stack('next.json'), Service: stack('service.json'), Tree: { type: 'cdk:tree' } },
    });
  };

  it('says how much it has compared', async () => {
    const next = aFile('next.json', prod.state);
    expect(await diffGateCommand([deployed, next])).toEqual({
      out: `${next}: 5 resources compared with what is deployed.\nNothing that must stay would be lost.\n`,
      err: '',
      status: 0,
    });
  });

  it('refuses with the resource, its type and the property, and says that nothing accepts it', async () => {
    const next = aFile(
      'next.json',
      changed(prod.state, (resources) => {
        resources[table].Properties.KeySchema[0].AttributeName = 'other';
      }),
    );
    const { out, err, status } = await diffGateCommand([deployed, next, '--accept', table]);
    expect(status).toBe(1);
    expect(err.replaceAll(/\s+/g, ' ')).toContain(
      `Refused: ${table} (AWS::DynamoDB::Table) would be replaced, because of KeySchema.`,
    );
    expect(err).toContain('Nothing accepts this');
    expect(out).not.toContain('would be lost');
  });

  it('lets go what a person accepts by name, and tells of it', async () => {
    const id = idOf(prod.service, 'Partnersfrontdoor');
    const before = aFile('before.json', prod.service);
    const next = aFile(
      'service.json',
      changed(prod.service, (resources) => {
        delete resources[id];
      }),
    );
    const refused = await diffGateCommand([before, next]);
    expect(refused.status).toBe(1);
    expect(refused.err).toContain(`--accept ${id}`);
    const { out, err, status } = await diffGateCommand([before, next, '--accept', id]);
    expect([err, status]).toEqual(['', 0]);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(`Accepted: ${id} (AWS::Cognito::UserPoolClient)`);
  });

  it('compares every pair', async () => {
    const next = aFile('next.json', prod.state);
    const before = aFile('before.json', prod.service);
    const topic = idOf(prod.service, 'AlarmsOperations0');
    const service = aFile(
      'service.json',
      changed(prod.service, (resources) => {
        delete resources[topic];
      }),
    );
    const { out, err, status } = await diffGateCommand([deployed, next, before, service]);
    expect(out.match(/resources compared/g)).toHaveLength(2);
    expect(err).toContain(topic);
    expect(status).toBe(1);
  });

  it('refuses a stack that would no longer be protected from deletion, also the first time', async () => {
    const next = aFile('next.json', prod.state);
    aManifest(false);
    try {
      for (const before of [deployed, aFile('none.json', {})]) {
        const { err, status } = await diffGateCommand([before, next]);
        expect(err.replaceAll(/\s+/g, ' ')).toContain('would not be protected from deletion');
        expect(status).toBe(1);
      }
    } finally {
      aManifest(true);
    }
  });

  it.each([
    ['no template', () => [], /come in pairs/],
    ['half a pair', () => [deployed], /come in pairs/],
    [
      'a file that is not there',
      () => [path.join(folder, 'nowhere.json'), deployed],
      /nowhere\.json cannot be read/,
    ],
    [
      'a file that is not JSON',
      () => [aFile('broken.json', '{'), deployed],
      /broken\.json is not well-formed JSON/,
    ],
    [
      'JSON that is no template',
      () => [aFile('list.json', { Resources: [] }), deployed],
      /list\.json is not what/,
    ],
    ['an empty new template', () => [deployed, aFile('empty.json', {})], /empty\.json has no resources/],
    ['a template that no manifest tells of', () => [deployed, deployed], /manifest\.json knows no stack/],
    ['an option nobody knows', () => [deployed, deployed, '--force'], /--force/],
  ])('refuses to judge %s', async (_, args, sentence) => {
    const { err, status } = await diffGateCommand(args());
    expect(err).toMatch(sentence);
    expect(status).toBe(1);
  });
});

import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Depot, depotAssemblies, openDepot } from './depot.ts';

let depot: Depot;

beforeAll(async () => {
  depot = await openDepot((await depotAssemblies()).right);
}, 120_000);

afterAll(() => depot.stack.stop());

const notes = async () => [...(await depot.shelf()).keys()].filter((key) => key.startsWith('NOTE#')).sort();

const mappingOf = (path: string) => {
  const found = depot.stack.mappings.find((mapping) => mapping.path === path);
  if (found === undefined) throw new Error(`There is no mapping ${path}.`);
  return found;
};

describe('a mapping that is switched off', () => {
  it('keeps nobody waiting, and goes on where it stopped', async () => {
    const stream = mappingOf('Depot/Mapping');
    stream.disable();
    await depot.bring('a');
    await depot.stack.idle();
    expect([stream.state(), await notes()]).toEqual(['Disabled', []]);
    stream.enable();
    await depot.stack.idle();
    expect([stream.state(), await notes()]).toEqual(['Enabled', ['NOTE#PARCEL#a']]);
  });

  it('has lost what came more than a day before it is switched on again', async () => {
    const stream = mappingOf('Depot/Mapping');
    stream.disable();
    await depot.bring('early');
    await depot.stack.idle();
    depot.stack.clock.advance(23 * 3_600_000);
    await depot.bring('late');
    await depot.stack.idle();
    depot.stack.clock.advance(2 * 3_600_000);
    stream.enable();
    await depot.stack.idle();
    expect(await notes()).toEqual(['NOTE#PARCEL#a', 'NOTE#PARCEL#late']);
  });

  it('leaves the messages of a queue where they are', async () => {
    const queue = mappingOf('Depot/Post');
    queue.disable();
    const QueueUrl = `${depot.stack.operator.url}/${depot.stack.model.account}/${depot.stack.model.queues.find(({ path }) => path === 'Depot/Postbox')?.name}`;
    await depot.clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a card' }));
    await depot.stack.idle();
    expect((await depot.shelf()).has('CARD#a card')).toBe(false);
    queue.enable();
    await depot.stack.idle();
    expect((await depot.shelf()).has('CARD#a card')).toBe(true);
  });
});

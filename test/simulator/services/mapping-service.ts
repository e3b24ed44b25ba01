import { GetEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { type Consumer, mappingIds, tableName } from './names.ts';

/** Answers what Lambda says of the mappings of the table's stream. */
export const mappingService =
  (isEnabled: (consumer: Consumer) => boolean) =>
  (command: object): object => {
    if (!(command instanceof GetEventSourceMappingCommand))
      throw new Error(`The model of Lambda does not know ${command.constructor.name}.`);
    const found = Object.entries(mappingIds).find(([, id]) => id === command.input.UUID);
    if (found === undefined) throw new Error('There is no such mapping.');
    return {
      State: isEnabled(found[0] as Consumer) ? 'Enabled' : 'Disabled',
      EventSourceArn: `arn:aws:dynamodb:eu-west-2:111122223333:table/${tableName}/stream/2026-01-01T00:00:00.000`,
    };
  };

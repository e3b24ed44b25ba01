import * as z from 'zod';
import { tableKey } from '../adapters/dynamodb/table-keys.ts';

/** What is read of a DynamoDB stream's record. The stream carries keys only, so nothing else is there. */
const StreamRecord = z.object({
  dynamodb: z.object({
    SequenceNumber: z.string().min(1),
    Keys: z.object({ [tableKey.partition]: z.object({ S: z.string().min(1) }) }),
  }),
});

const StreamEvent = z.object({ Records: z.array(z.unknown()) });
const Numbered = z.object({ dynamodb: z.object({ SequenceNumber: z.string().min(1) }) });

/** A record of the stream: which partition changed. `id` is undefined where the record is not what we expect. */
export type Change = { readonly sequenceNumber: string; readonly id: string | undefined };

/**
 * Reads a stream event; `prefix` is what the partition keys of the wanted
 * items begin with, and the rest of the key is the id. A record that cannot be
 * read is kept, without an id, so that it can be given back as failed. Throws
 * where there is not even a number to give it back by: then the whole batch is
 * delivered again.
 */
export function changesFrom(event: unknown, prefix: string): readonly Change[] {
  const read = StreamEvent.safeParse(event);
  if (!read.success) throw new Error('This is not the event of a DynamoDB stream.');
  return read.data.Records.map((record) => {
    const numbered = Numbered.safeParse(record);
    if (!numbered.success) throw new Error('A stream record has no sequence number.');
    return { sequenceNumber: numbered.data.dynamodb.SequenceNumber, id: idOf(record, prefix) };
  });
}

function idOf(record: unknown, prefix: string): string | undefined {
  const read = StreamRecord.safeParse(record);
  const key = read.success ? read.data.dynamodb.Keys[tableKey.partition].S : '';
  return key.startsWith(prefix) && key.length > prefix.length ? key.slice(prefix.length) : undefined;
}

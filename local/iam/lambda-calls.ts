import * as z from 'zod';
import type { CallReader } from './call-reader.ts';

/** Lambda judges what is asked of a mapping by the mapping, with the arn of its function as `lambda:FunctionArn`. */
export const lambdaCalls: Readonly<Record<string, CallReader>> = {
  GetEventSourceMapping: (body, model) => {
    const { UUID } = z.looseObject({ UUID: z.string() }).parse(body);
    const mapping = model.mappings.find(({ uuid }) => uuid === UUID);
    return [
      {
        action: 'lambda:GetEventSourceMapping',
        resource: `arn:aws:lambda:${model.region}:${model.account}:event-source-mapping:${UUID}`,
        context: mapping === undefined ? {} : { 'lambda:FunctionArn': [mapping.functionArn] },
      },
    ];
  },
};

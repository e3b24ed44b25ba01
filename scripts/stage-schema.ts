import * as z from 'zod';
import { StageConfig } from '../lib/stage-config.ts';

/** The JSON Schema of a stage file, so that editors help whoever sets up a deployment. */
export const stageSchemaText = (): string =>
  `${JSON.stringify(z.toJSONSchema(StageConfig, { io: 'input', target: 'draft-2020-12' }), null, 2)}\n`;

import * as z from 'zod';
import { Alert } from '../../../../core/alert/alert.ts';

/** An alert as it stands, with the reference that managers see. */
export const AlertAnswer = Alert.extend({
  reference: z
    .string()
    .regex(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
    .meta({ description: 'The id as managers read it, in three groups of four.' }),
}).meta({ id: 'Alert', description: 'The record that a family crossed one or more lines.' });

/** A page of alerts. */
export const Alerts = z
  .strictObject({
    alerts: z.array(AlertAnswer),
    next: z.string().optional().meta({ description: 'What to give as `after` for the next page.' }),
  })
  .meta({ id: 'Alerts', description: 'A page of alerts.' });

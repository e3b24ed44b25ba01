import * as z from 'zod';
import { Roster } from '../../core/alert/roster.ts';

/** The roster as JSON in a setting. */
export const RosterSetting = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON' });
      return z.NEVER;
    }
  })
  .pipe(Roster);

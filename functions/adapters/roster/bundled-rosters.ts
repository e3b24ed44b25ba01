import * as z from 'zod';
import type { Roster } from '../../../core/alert/roster.ts';
import { RosterDocument } from '../../../core/alert/roster-document.ts';
import dev from '../../../policies/roster-dev.json' with { type: 'json' };
import prod from '../../../policies/roster-prod.json' with { type: 'json' };

/** The rosters that are reviewed with the code, by the name a stage configures. */
export const BundledRosterName = z.enum(['dev', 'prod']);
export type BundledRosterName = z.infer<typeof BundledRosterName>;

const documents: Readonly<Record<BundledRosterName, unknown>> = { dev, prod };

/** The people of one of the bundled rosters. Throws an Error that names each path and the reason where it cannot be used. */
export function bundledRoster(name: BundledRosterName): Roster {
  const read = RosterDocument.safeParse(documents[name]);
  if (read.success) return read.data.people;
  const reasons = read.error.issues.map(({ path, message }) => `${path.join('.') || 'roster'}: ${message}`);
  throw new Error(`The roster cannot be used. ${reasons.join('; ')}`);
}

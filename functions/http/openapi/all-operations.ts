import type { Operation } from './operation.ts';
import { alerts } from './operations/alerts.ts';
import { families } from './operations/families.ts';
import { readReferrals } from './operations/read-referrals.ts';
import { reviseReferrals } from './operations/revise-referrals.ts';
import { sendReferrals } from './operations/send-referrals.ts';
import { service } from './operations/service.ts';

/** Every route of the API. */
export const operations: readonly Operation[] = [
  ...sendReferrals,
  ...readReferrals,
  ...reviseReferrals,
  ...families,
  ...alerts,
  ...service,
];

import * as z from 'zod';
import { AlertState } from '../../core/alert/alert-states.ts';
import { referenceOf } from '../../core/alert/reference.ts';
import type { Alerts } from '../../core/ports/alerts.ts';
import { utc } from '../../core/referral/canonical-content.ts';
import { scope } from './http-request.ts';
import { Limit, usualInPage } from './page-parameters.ts';
import { readQuery } from './read-query.ts';
import type { Route } from './route.ts';

/** Instants are compared as texts, and only years of four digits sort as they follow one another. */
const hasYearOfFourDigits = (instant: string): boolean => {
  const year = new Date(instant).getUTCFullYear();
  return year >= 0 && year <= 9999;
};

/** Which alerts are asked for: in a state, and changed at an instant or after it. */
export const AlertsQuery = z.strictObject({
  state: AlertState,
  since: z.iso.datetime({ offset: true }).refine(hasYearOfFourDigits).optional(),
  limit: Limit.optional(),
  /** As the page before has it in `next`: when its last alert changed, and that alert's id. */
  after: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z#[0-9A-HJKMNP-TV-Z]{12}$/)
    .optional(),
});

/** `GET /v1/alerts?state=…&since=…`: alerts for systems that ask instead of being told. */
export const getAlerts =
  ({ alerts }: { readonly alerts: Pick<Alerts, 'inState'> }): Route =>
  async (request, log) => {
    if (!request.access.scopes.has(scope.readPattern)) return { problem: 'insufficient-scope' };
    const read = readQuery(request, AlertsQuery);
    if ('problem' in read) return read;
    const { state, since, after, limit = usualInPage } = read.query;
    const page = { state, limit, after, since: since === undefined ? undefined : utc(since) };
    const { alerts: found, unreadable, next } = await alerts.inState(page);
    for (const alertId of unreadable) log.error('alert-unreadable', { alertId });
    return {
      status: 200,
      content: {
        alerts: found.map((alert) => ({ ...alert, reference: referenceOf(alert.alertId) })),
        ...(next === undefined ? {} : { next }),
      },
    };
  };

import { describe, expect, test } from 'vitest';
import { aSubmission } from '../support/a-submission.ts';
import { type Api, anApi, authority, faultsOf, partner, problemOf } from '../support/an-api.ts';

const list = (api: Api, query: Readonly<Record<string, string>>) =>
  api.ask('GET /v1/alerts', { query, scope: authority });

const idsIn = ({ body }: Awaited<ReturnType<typeof list>>): readonly string[] =>
  body.alerts.map(({ alertId }: { alertId: string }) => alertId);

/** An API with alerts, one for each of so many families, each raised a minute after the other from 10:00. */
async function anApiWithAlerts(count: number): Promise<{ api: Api; alertIds: readonly string[] }> {
  let now = Date.parse('2026-11-02T10:00:00Z');
  const api = anApi({ now: () => now });
  const alertIds: string[] = [];
  for (let family = 0; family < count; family += 1) {
    let familyId = '';
    for (const referralId of [`R-${family}-1`, `R-${family}-2`]) {
      const sent = aSubmission({ referralId, familyRef: `F-${family}` });
      const scope = `${partner} tideline/pattern:read`;
      familyId = (await api.ask('POST /v1/referrals', { sent, scope })).body.familyId;
    }
    await api.examine();
    alertIds.push((await api.store.families.family(familyId))?.openAlertId ?? 'none');
    now += 60_000;
  }
  return { api, alertIds };
}

describe('GET /v1/alerts', () => {
  test('answers with the alerts in a state, those first that changed first, each as it is by itself', async () => {
    const { api, alertIds } = await anApiWithAlerts(3);
    const answer = await list(api, { state: 'raised' });
    expect(answer.status).toBe(200);
    const alone = [];
    for (const id of alertIds) {
      alone.push((await api.ask('GET /v1/alerts/{id}', { id, scope: authority })).body);
    }
    expect(answer.body).toEqual({ alerts: alone });
    expect(alone[0].reference).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  });

  test.each(['sent', 'decided', 'closed', 'stood-down', 'merged-into'])(
    'answers with none where none is %s',
    async (state) => {
      const { api } = await anApiWithAlerts(1);
      const answer = await list(api, { state });
      expect([answer.status, answer.body]).toEqual([200, { alerts: [] }]);
    },
  );

  test.each([
    ['2026-11-02T10:00:00Z', 3],
    ['2026-11-02T10:01:00Z', 2],
    ['2026-11-02T10:01:00.001Z', 1],
    ['2026-11-02T11:01:00+01:00', 2],
    ['2026-11-02T05:01:00-05:00', 2],
    ['2026-11-02T10:01:00+01:00', 3],
    ['2026-11-02T10:03:00Z', 0],
    ['9999-12-31T23:59:59Z', 0],
  ])('answers with those that changed at an instant or after it: %s', async (since, count) => {
    const { api, alertIds } = await anApiWithAlerts(3);
    const found = idsIn(await list(api, { state: 'raised', since }));
    expect(found).toEqual(count === 0 ? [] : alertIds.slice(-count));
  });

  test.each([1, 2, 4, 5, 100])('shows each alert once over pages of %i', async (limit) => {
    const { api, alertIds } = await anApiWithAlerts(5);
    const seen: string[] = [];
    for (let after: string | undefined = ''; after !== undefined; ) {
      const answer = await list(api, {
        state: 'raised',
        since: '2026-11-02T10:00:00Z',
        limit: String(limit),
        ...(after === '' ? {} : { after }),
      });
      seen.push(...idsIn(answer));
      after = answer.body.next;
    }
    expect(seen).toEqual(alertIds);
  });

  test.each([
    [{}, 'query state', 'missing'],
    [{ state: 'private' }, 'query state', 'unknown-code'],
    [{ state: 'raised', since: 'private' }, 'query since', 'bad-format'],
    [{ state: 'raised', since: '2026-11-02' }, 'query since', 'bad-format'],
    [{ state: 'raised', since: '2026-11-02T10:00:00' }, 'query since', 'bad-format'],
    [{ state: 'raised', since: '2026-11-02T10:00:00 01:00' }, 'query since', 'bad-format'],
    [{ state: 'raised', since: '2026-02-30T10:00:00Z' }, 'query since', 'impossible-date'],
    [{ state: 'raised', since: '9999-12-31T23:59:59-01:00' }, 'query since', 'not-allowed'],
    [{ state: 'raised', since: '0000-01-01T00:00:00+01:00' }, 'query since', 'not-allowed'],
    [{ state: 'raised', limit: '0' }, 'query limit', 'out-of-range'],
    [{ state: 'raised', limit: '101' }, 'query limit', 'out-of-range'],
    [{ state: 'raised', after: 'private' }, 'query after', 'bad-format'],
    [{ state: 'raised', after: '2026-11-02T10:00:00.000Z#0123456789ab' }, 'query after', 'bad-format'],
    [{ state: 'raised', team: 'private' }, 'query team', 'unknown-key'],
  ])('refuses the query %j', async (query, field, rule) => {
    const answer = await list(anApi(), query as Record<string, string>);
    expect(problemOf(answer)).toEqual([400, 'invalid-request']);
    expect(faultsOf(answer)).toEqual([[field, rule]]);
    expect(answer.text).not.toContain('private');
  });
});

import { expect, test } from 'vitest';
import { anApi, problemOf } from '../support/an-api.ts';

test('GET /v1/health answers any client that something can be stored, and when that was found out', async () => {
  for (const scope of ['', 'source/front-door', 'tideline/referrals:write']) {
    const answer = await anApi().ask('GET /v1/health', { scope });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ canStore: true, checkedAt: '2026-11-02T10:00:00.000Z' });
  }
});

test('GET /v1/health answers 503 and when to ask again where nothing can be stored, and not why', async () => {
  let isStoring = false;
  const api = anApi({ isStoring: () => isStoring });
  const answer = await api.ask('GET /v1/health');
  expect([...problemOf(answer), answer.headers['retry-after']]).toEqual([503, 'cannot-store', '30']);
  expect(answer.log).toContainEqual(
    expect.objectContaining({ level: 'error', code: 'cannot-store', errorName: 'Error' }),
  );
  expect(`${answer.text}${JSON.stringify(answer.log)}`).not.toContain('secret');
  isStoring = true;
  expect((await api.ask('GET /v1/health')).status).toBe(200);
});

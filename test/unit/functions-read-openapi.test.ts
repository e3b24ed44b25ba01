import { expect, test } from 'vitest';
import { getOpenApi } from '../../functions/http/get-openapi.ts';
import { apiDocument } from '../support/api-document.ts';
import { anEvent, ask } from '../support/http-event.ts';

test('the description of the API is answered to any token, as it is committed', async () => {
  const answer = await ask(getOpenApi(apiDocument), anEvent({ scope: '' }));
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toBe('application/json');
  expect(answer.body).toEqual(apiDocument);
});

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { aCaseSystem, anEventSubmission, eventRequest, familyOfEvents } from '../support/a-case-system.ts';
import { aFrontDoor } from '../support/a-front-door.ts';
import { aSubmission } from '../support/a-submission.ts';
import { anEvent, ask } from '../support/http-event.ts';

/** Marks a value as content from outside; nothing of ours holds it. */
const mark = 'zq7x8vw9j';

/** Something that a person may have typed: letters of any script, punctuation, digits. */
const typed = fc
  .tuple(fc.string({ maxLength: 12, unit: 'grapheme' }), fc.string({ maxLength: 70 }))
  .map(([before, after]) => `${before}${mark}${after}`);

/** A name of no field: it must not look like one, or it may be named. */
const typedKey = typed.map((text) => `${text} `);

/** Where content can be put into a submission that is otherwise good. */
const spoilt = fc.oneof(
  typed.map((text) => aSubmission({ source: text })),
  typed.map((text) => aSubmission({ referralId: text })),
  typed.map((text) => aSubmission({ familyRef: text, level: text })),
  typed.map((text) => aSubmission({ stage: text, purpose: text })),
  typed.map((text) => aSubmission({ madeAt: text, incidentDate: text })),
  typed.map((text) => aSubmission({ referrer: { sourceCode: text, organisationRef: text } })),
  typed.map((text) => aSubmission({ concerns: [{ kind: text, subject: text }] })),
  typed.map((text) => aSubmission({ household: { children: [{ dateOfBirth: text }, text] } })),
  typed.map((text) => aSubmission({ screening: { outcome: text, decidedAt: text } })),
  typed.map((text) => aSubmission({ team: text, incidentRef: text })),
  typed.map((text) => [text]),
  typedKey.map((text) => ({ ...aSubmission(), [text]: text })),
  typedKey.map((text) => aSubmission({ screening: { [text]: { [text]: text } } })),
);

test('no answer and no log holds anything of what was sent, whatever is wrong with it', async () => {
  const { route } = aFrontDoor();
  let checked = 0;
  await fc.assert(
    fc.asyncProperty(spoilt, fc.boolean(), async (sent, cutOff) => {
      const whole = JSON.stringify(sent);
      const { status, text, headers, log } = await ask(
        route,
        anEvent({ body: cutOff ? whole.slice(0, -1) : whole }),
      );
      expect([201, 400, 403, 409, 422]).toContain(status);
      expect(`${text}${JSON.stringify(headers)}${JSON.stringify(log)}`.toLowerCase()).not.toContain(mark);
      checked += 1;
    }),
    { numRuns: 1_000 },
  );
  console.log(`${checked} spoilt referrals were checked for echoes.`);
  expect(checked).toBe(1_000);
});

/** Where content can be put into a life event that is otherwise good. */
const spoiltEvents = fc.oneof(
  typed.map((text) => anEventSubmission({ source: text })),
  typed.map((text) => anEventSubmission({ eventId: text, happenedOn: text })),
  typed.map((text) => anEventSubmission({ event: text })),
  typed.map((text) => anEventSubmission({ event: [text], eventId: { [text]: text } })),
  typed.map((text) => anEventSubmission({ caseKind: text, team: text })),
  typed.map((text) => anEventSubmission({ event: 'removal', subject: text, removalKind: text })),
  typed.map((text) => anEventSubmission({ event: 'birth', expectedDateOfBirth: text })),
  typed.map((text) => [text]),
  typedKey.map((text) => anEventSubmission({ [text]: { [text]: text } })),
);

test('no answer and no log holds anything of a life event or of a path, whatever is wrong with them', async () => {
  const { route } = await aCaseSystem();
  let checked = 0;
  await fc.assert(
    fc.asyncProperty(spoiltEvents, typed, fc.boolean(), async (sent, inPath, isInPath) => {
      const id = isInPath ? inPath : familyOfEvents;
      const { status, text, headers, log } = await ask(route, eventRequest(sent, { id }));
      expect([403, 404, 422]).toContain(status);
      expect(`${text}${JSON.stringify(headers)}${JSON.stringify(log)}`.toLowerCase()).not.toContain(mark);
      checked += 1;
    }),
    { numRuns: 500 },
  );
  console.log(`${checked} spoilt life events were checked for echoes.`);
  expect(checked).toBe(500);
});

test('no log holds anything of a referral that was accepted', async () => {
  const { route } = aFrontDoor();
  const reference = fc.stringMatching(/^[a-zA-Z0-9]{3,20}$/).map((text) => `${mark}${text}`);
  let checked = 0;
  await fc.assert(
    fc.asyncProperty(reference, async (text) => {
      const sent = aSubmission({
        referralId: text,
        familyRef: text,
        incidentRef: text,
        referrer: { sourceCode: '1A', referrerRef: text, organisationRef: text },
        team: text.toLowerCase(),
      });
      const answer = await ask(route, anEvent({ body: JSON.stringify(sent) }));
      expect(answer.status).toBe(201);
      expect(`${answer.text}${JSON.stringify(answer.log)}`.toLowerCase()).not.toContain(mark);
      checked += 1;
    }),
    { numRuns: 200 },
  );
  console.log(`${checked} accepted referrals were checked for echoes.`);
  expect(checked).toBe(200);
});

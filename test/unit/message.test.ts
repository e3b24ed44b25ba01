import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert, AlertLine, PendingNotice } from '../../core/alert/alert.ts';
import { referenceOf } from '../../core/alert/reference.ts';
import { renderNotice } from '../../core/message/render-notice.ts';
import { spokenAgencyGroups, spokenDate } from '../../core/message/wording.ts';

const line: AlertLine = {
  line: 'repeat',
  title: 'repeated concerns from several agencies',
  severity: 'escalate',
  firstCrossedAt: '2026-10-24T23:30:00.000Z',
  crossedFrom: '2026-10-24T23:30:00.000Z',
  crossedUntil: '2027-03-01T00:00:00.000Z',
  evidence: ['a', 'b', 'c', 'd', 'e'],
  tally: {
    referrals: 5,
    contacts: 4,
    statutoryReferrals: 1,
    incidents: 5,
    notProgressed: 3,
    agencyGroups: ['2', '3', '6'],
    voices: 4,
    kindsOfConcern: ['education', 'neglect', 'supervision'],
    since: '2026-03-01T09:00:00.000Z',
    until: '2026-10-24T23:30:00.000Z',
  },
  policy: { id: 'default', version: 1, hash: '0123456789abcdef' },
};

const notice: PendingNotice = {
  sequence: 1,
  reason: 'line-crossed',
  severity: 'escalate',
  lines: [{ line: 'repeat', from: '2026-10-24T23:30:00.000Z' }],
  wantedAt: '2026-10-25T08:00:00.000Z',
  acknowledgeWithin: '1 working day',
  decideWithin: '5 working days',
};

const alert: Alert = {
  alertId: 'A7K3MQ2XDP4T',
  familyId: 'family-1',
  epoch: 1,
  version: 1,
  state: 'raised',
  delivery: 'message',
  severity: 'escalate',
  team: 'north',
  raisedAt: '2026-10-25T08:00:00.000Z',
  changedAt: '2026-10-25T08:00:00.000Z',
  lines: [line],
  evidence: line.evidence,
  pendingNotice: notice,
  notices: [],
};

/** The characters of the GSM 03.38 basic alphabet that are also ASCII, one septet each. */
const gsmSeptets = /^[A-Za-z0-9 @$_!"#%&'()*+,\-./:;<=>?\n\r]*$/;

describe('the email', () => {
  it('says what line, since when, how many from how many agencies, what was decided and what to do by when', () => {
    expect(renderNotice(alert, notice).email).toBe(
      [
        'A family has crossed a line for repeated concerns.',
        '',
        'Reference:  A7K3-MQ2X-DP4T',
        'Severity:   Escalate',
        'Team:       north',
        '',
        'Why you are told',
        '',
        '* Repeated concerns from several agencies (escalate)',
        '  5 contacts and referrals (4 and 1) since 1 March 2026,',
        '  telling of 5 incidents, from education, health and police.',
        '  3 kinds of concern; 3 not progressed.',
        '  Line crossed on 25 October 2026.',
        '',
        'What to do',
        '',
        'Find the family by this reference in your front door system and read',
        'its whole history together, not only the latest contact. Each may have',
        'looked minor on its own.',
        'Please pick this up within 1 working day.',
        'Please decide within 5 working days.',
        'You decide: nothing has been changed on any case.',
        '',
        'Policy: default version 1, 0123456789ab',
        '',
        'Tideline is not an emergency service. If a child is in danger now, call 999.',
      ].join('\n'),
    );
  });

  it.each([
    { reason: 'line-crossed', before: 0, opening: 'A family has crossed a line for repeated concerns.' },
    {
      reason: 'line-crossed',
      before: 1,
      opening: 'A family with an open alert has crossed a line for repeated concerns.',
    },
    {
      reason: 'found-late',
      before: 0,
      opening:
        'A referral recorded late shows that a family crossed a line for repeated concerns on an earlier day.',
    },
    {
      reason: 'found-late',
      before: 1,
      opening:
        'A referral recorded late shows that a family with an open alert crossed a line for repeated concerns on an earlier day.',
    },
    {
      reason: 'severity-raised',
      before: 1,
      opening: 'A family with an open alert has crossed a more serious line.',
    },
  ] as const)('opens by saying why it comes: $reason after $before', ({ reason, before, opening }) => {
    const sent = { ...notice, sentAt: '2026-10-01T08:00:00.000Z', recipients: ['p'], messageId: 'm' };
    const { email } = renderNotice(
      { ...alert, notices: Array.from({ length: before }, () => sent) },
      { ...notice, reason },
    );
    expect(email.split('\n')[0]).toBe(opening);
  });

  it('says when the line was crossed before, where it lapsed and was crossed anew', () => {
    const again = { ...line, firstCrossedAt: '2021-05-10T09:00:00.000Z' };
    expect(renderNotice({ ...alert, lines: [again] }, notice).email).toContain(
      '  Line crossed on 25 October 2026, and before that from 10 May 2021.\n',
    );
  });

  it('refuses a reason that it does not know', () => {
    expect(() => renderNotice(alert, { ...notice, reason: 'boredom' as 'line-crossed' })).toThrow(
      'No such reason: boredom',
    );
  });

  it('names every line, those it tells of first, then the loudest, and each policy once', () => {
    const watch: AlertLine = { ...line, line: 'w', title: 'several concerns in a year', severity: 'watch' };
    const urgent: AlertLine = {
      ...line,
      line: 'u',
      title: 'three voices in a week',
      severity: 'urgent',
      policy: { id: 'next', version: 2, hash: 'f'.repeat(64) },
    };
    const quiet: AlertLine = { ...line, line: 'q', title: 'a quiet but new reason', severity: 'watch' };
    const telling = {
      ...notice,
      lines: [
        { line: 'u', from: line.crossedFrom },
        { line: 'q', from: line.crossedFrom },
      ],
    };
    const { email, subject } = renderNotice({ ...alert, lines: [watch, quiet, line, urgent] }, telling);
    const titles = email.split('\n').filter((text) => text.startsWith('* '));
    expect(titles).toEqual([
      '* Three voices in a week (urgent)',
      '* A quiet but new reason (watch)',
      '* Repeated concerns from several agencies (escalate)',
      '* Several concerns in a year (watch)',
    ]);
    expect(subject).toBe('Tideline A7K3-MQ2X-DP4T: three voices in a week (escalate)');
    expect(email).toContain('Policy: default version 1, 0123456789ab; next version 2, ffffffffffff\n');
  });

  it('says so where no team, no deadline and no agency is known, and speaks of one in the singular', () => {
    const { team, ...teamless } = alert;
    const { acknowledgeWithin, decideWithin, ...open } = notice;
    const { since, ...undated } = line.tally;
    const tally = { ...undated, incidents: 1, agencyGroups: [], kindsOfConcern: ['neglect'] };
    const { email } = renderNotice({ ...teamless, lines: [{ ...line, tally }] }, open);
    expect([team, acknowledgeWithin, decideWithin, since]).not.toContain(undefined);
    expect(email).toContain('Team:       no team named\n');
    expect(email).toContain(
      '  5 contacts and referrals (4 and 1),\n  telling of 1 incident, from no agency that corroborates.\n  1 kind of concern; 3 not progressed.',
    );
    expect(email).not.toContain('within');
    expect(email).toContain('looked minor on its own.\nYou decide:');
  });
});

describe('the text message', () => {
  it('fits one part: reference, severity, team, reason, counts', () => {
    const { sms } = renderNotice(alert, notice);
    expect(sms).toBe(
      'Tideline A7K3-MQ2X-DP4T (escalate, north): repeated concerns from several agencies, 5 from 3 agencies. Not an emergency service.',
    );
  });

  it('shortens a long title and a long team name, never the reference, the counts or the warning', () => {
    const long = {
      ...line,
      title: 'a'.repeat(70),
      tally: { ...line.tally, referrals: 999, agencyGroups: ['1'] },
    };
    const { sms } = renderNotice(
      { ...alert, team: 'b'.repeat(40), lines: [long] },
      { ...notice, severity: 'urgent' },
    );
    expect(sms).toBe(
      `Tideline A7K3-MQ2X-DP4T (urgent, ${'b'.repeat(17)}...): ${'a'.repeat(55)}..., 999 from 1 agency. Not an emergency service.`,
    );
    expect(sms).toHaveLength(160);
  });
});

describe('a title that just fits', () => {
  it('is not shortened', () => {
    const { sms } = renderNotice(
      { ...alert, team: 'b'.repeat(20), lines: [{ ...line, title: 'c'.repeat(56) }] },
      notice,
    );
    expect(sms).toContain(`(escalate, ${'b'.repeat(20)}): ${'c'.repeat(56)}, 5 from 3 agencies.`);
    expect(sms).toHaveLength(160);
  });
});

describe('every message', () => {
  it('keeps to its channel whatever the alert holds: 100 ASCII characters, one GSM-7 part', () => {
    let checked = 0;
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Za-z0-9 ,.'()-]{5,70}$/),
        fc.stringMatching(/^[a-z][a-z0-9-]{0,39}$/),
        fc.integer({ min: 1, max: 9999 }),
        fc.subarray(['1', '2', '3', '4', '5', '6', '7', '8', '9']),
        fc.constantFrom('watch' as const, 'escalate' as const, 'urgent' as const),
        (title, team, referrals, agencyGroups, severity) => {
          const tally = { ...line.tally, referrals, agencyGroups };
          const { subject, sms, email } = renderNotice(
            { ...alert, team, lines: [{ ...line, title, tally }] },
            { ...notice, severity },
          );
          checked += 1;
          expect(subject).toMatch(/^[\x20-\x7e]{1,100}$/);
          expect(sms.length).toBeLessThanOrEqual(160);
          expect(sms).toMatch(gsmSeptets);
          expect(sms).toMatch(/^Tideline A7K3-MQ2X-DP4T .* Not an emergency service\.$/);
          expect(email.split('\n').at(-1)).toBe(
            'Tideline is not an emergency service. If a child is in danger now, call 999.',
          );
          expect(email).not.toMatch(/family-1|pattern of neglect/);
        },
      ),
      { seed: 20261122, numRuns: 500 },
    );
    console.info(`messages: ${checked} rendered`);
    expect(checked).toBe(500);
  });

  it('cannot be rendered without a line', () => {
    expect(() => renderNotice({ ...alert, lines: [] }, notice)).toThrow('An alert without a line');
  });
});

describe('wording', () => {
  it.each([
    { instant: '2026-01-09T12:00:00Z', words: '9 January 2026' },
    // Half past eleven at night in UTC is the next day in a London summer.
    { instant: '2026-07-31T23:30:00Z', words: '1 August 2026' },
    { instant: '2026-12-31T23:59:59Z', words: '31 December 2026' },
  ])('says $instant as $words', ({ instant, words }) => {
    expect(spokenDate(instant)).toBe(words);
  });

  it.each([
    { groups: ['6'], words: 'police' },
    { groups: ['3', '6'], words: 'health and police' },
    { groups: ['1', '4', '9'], words: 'individuals, housing and anonymous' },
    { groups: ['x'], words: 'x' },
  ])('says $groups as $words', ({ groups, words }) => {
    expect(spokenAgencyGroups(groups)).toBe(words);
  });

  it('writes a reference in groups of four', () => {
    expect(referenceOf('A7K3MQ2XDP4T')).toBe('A7K3-MQ2X-DP4T');
    expect(referenceOf('')).toBe('');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Alert, type AlertLine, NoticeReason, type PendingNotice } from '../../core/alert/alert.ts';
import { referenceOf } from '../../core/alert/reference.ts';
import { renderNotice } from '../../core/message/render-notice.ts';
import { spokenAgencyGroups, spokenDate, spokenMoment } from '../../core/message/wording.ts';

const line: AlertLine = {
  line: 'repeat',
  title: 'repeated concerns from several agencies',
  severity: 'escalate',
  closesByItself: false,
  goesTo: 'team',
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
        'A family has crossed a line that your authority has set.',
        '',
        'Reference:  A7K3-MQ2X-DP4T',
        'Severity:   Escalate',
        'Team:       north',
        '',
        'Why you are told',
        '',
        '* Repeated concerns from several agencies (escalate)',
        '  5 contacts and referrals (4 and 1) from 1 March 2026 to 25 October 2026,',
        '  telling of 5 incidents, from education, health and police.',
        '  3 kinds of concern; 3 not progressed.',
        '',
        'What to do',
        '',
        'Find the family by this reference in your front door system and read',
        'its whole history together, not only the latest contact. Each may have',
        'looked minor on its own.',
        // Wanted on Sunday 25 October, the night in which the clocks went back.
        'Please pick this up by 17:00 on 26 October 2026 (1 working day).',
        'Please decide by 17:00 on 30 October 2026 (5 working days).',
        'You decide: nothing has been changed on any case.',
        '',
        'Policy: default version 1, 0123456789ab',
        '',
        'Tideline is not an emergency service. If a child is in danger now, call 999.',
      ].join('\n'),
    );
  });

  it.each([
    {
      reason: 'line-crossed',
      before: 0,
      opening: 'A family has crossed a line that your authority has set.',
    },
    {
      reason: 'line-crossed',
      before: 1,
      opening: 'A family with an open alert has crossed a line that your authority has set.',
    },
    {
      reason: 'found-late',
      before: 0,
      opening:
        'What was recorded late, or looked at again, shows that a family crossed a line on an earlier day.',
    },
    {
      reason: 'found-late',
      before: 1,
      opening:
        'What was recorded late, or looked at again, shows that a family with an open alert crossed a line on an earlier day.',
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

  it.each([
    { reason: 'line-crossed', opening: 'A family that was decided on before has crossed a line' },
    {
      reason: 'found-late',
      opening: 'What was recorded late, or looked at again, shows that a family that was decided on before',
    },
  ] as const)('says so where the family was decided on before: $reason', ({ reason, opening }) => {
    const { email } = renderNotice({ ...alert, previous: 'Z7K3MQ2XDP4T' }, { ...notice, reason });
    expect(email.startsWith(`${opening} `)).toBe(true);
    const sent = { ...notice, sentAt: '2026-10-01T08:00:00.000Z', recipients: ['p'], messageId: 'm' };
    const next = renderNotice({ ...alert, previous: 'Z7K3MQ2XDP4T', notices: [sent] }, notice);
    expect(next.email).toMatch(/^A family with an open alert has crossed/);
  });

  it('reckons a deadline in working hours from when the notice was wanted, in London time', () => {
    // 15:30 UTC on Friday 10 July is 16:30 in London: half an hour on Friday, and the rest from 08:30 on Monday.
    const urgent = {
      ...notice,
      wantedAt: '2026-07-10T15:30:00.000Z',
      acknowledgeWithin: '2 working hours',
      decideWithin: '1 working day',
    };
    const { email } = renderNotice(alert, urgent);
    expect(email).toContain('Please pick this up by 10:00 on 13 July 2026 (2 working hours).\n');
    expect(email).toContain('Please decide by 17:00 on 13 July 2026 (1 working day).\n');
  });

  it('names the team that the open case is with, where it is not the family’s', () => {
    const teamIn = (allocatedTeam: string): string | undefined =>
      renderNotice({ ...alert, allocatedTeam }, notice)
        .email.split('\n')
        .find((text) => text.startsWith('Team:'));
    expect(teamIn('south')).toBe('Team:       north; the open case is with south');
    expect(teamIn('north')).toBe('Team:       north');
  });

  it('marks a line that the records no longer support', () => {
    const gone = { ...line, unsupportedSince: '2026-11-03T23:30:00.000Z' };
    const { email } = renderNotice({ ...alert, lines: [gone] }, notice);
    expect(email).toContain('  No longer supported by the records since 3 November 2026.\n');
  });

  it('does not say when the line was crossed, which may be the day on which a child was born', () => {
    const born = {
      ...line,
      firstCrossedAt: '2021-05-10T09:00:00.000Z',
      crossedFrom: '2026-07-20T23:00:00.000Z',
    };
    const { email, sms, subject } = renderNotice({ ...alert, lines: [born] }, notice);
    for (const date of ['10 May 2021', '20 July 2026', '21 July 2026', '2021-05-10', '2026-07-20']) {
      expect(`${email}${sms}${subject}`).not.toContain(date);
    }
  });

  it('says of a line that rests on what happened alone that it does', () => {
    const { since, until, ...none } = line.tally;
    const empty = {
      ...none,
      referrals: 0,
      contacts: 0,
      statutoryReferrals: 0,
      incidents: 0,
      agencyGroups: [],
    };
    const { email, sms } = renderNotice({ ...alert, lines: [{ ...line, tally: empty }] }, notice);
    expect(email).toContain(
      '(escalate)\n  It rests on what happened in the family, and on no contact or referral.\n',
    );
    expect(sms).toBe(
      'Tideline A7K3-MQ2X-DP4T (escalate, north): repeated concerns from several agencies. Not an emergency service.',
    );
    // Half of what such a tally holds is no tally either.
    expect(renderNotice({ ...alert, lines: [{ ...line, tally: { ...empty, since } }] }, notice).email).toBe(
      email,
    );
  });

  it.each([
    [{ referrals: 1, contacts: 1, statutoryReferrals: 0 }, '1 contact on 1 March 2026,'],
    [{ referrals: 1, contacts: 0, statutoryReferrals: 1 }, '1 referral on 1 March 2026,'],
    [
      { referrals: 2, contacts: 2, statutoryReferrals: 0 },
      '2 contacts and referrals (2 and 0) on 1 March 2026,',
    ],
  ])('speaks of %j as anybody would', (stated, said) => {
    const tally = { ...line.tally, ...stated, until: line.tally.since };
    expect(renderNotice({ ...alert, lines: [{ ...line, tally }] }, notice).email).toContain(`\n  ${said}\n`);
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
    const tally = { ...line.tally, incidents: 1, agencyGroups: [], kindsOfConcern: ['neglect'] };
    const { email } = renderNotice({ ...teamless, lines: [{ ...line, tally }] }, open);
    expect([team, acknowledgeWithin, decideWithin]).not.toContain(undefined);
    expect(email).toContain('Team:       no team named\n');
    expect(email).toContain(
      '  telling of 1 incident, from no agency that corroborates.\n  1 kind of concern; 3 not progressed.',
    );
    expect(email).not.toContain('Please');
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

describe('a message that a record changed', () => {
  const wantedAt = '2026-11-03T10:00:00.000Z';
  const sent = { ...notice, sentAt: '2026-10-25T08:00:05.000Z', recipients: ['person-1'], messageId: 'm-1' };
  const { acknowledgeWithin, decideWithin, ...undated } = notice;
  const changed: PendingNotice = { ...undated, sequence: 2, reason: 'evidence-changed', wantedAt };
  const marked: Alert = {
    ...alert,
    state: 'sent',
    lines: [{ ...line, unsupportedSince: wantedAt }],
    pendingNotice: changed,
    notices: [sent],
  };

  it('says what is no longer supported, that nothing was decided, and that a person closes the alert', () => {
    expect([acknowledgeWithin, decideWithin]).not.toContain(undefined);
    expect(renderNotice(marked, changed).email).toBe(
      [
        'A record changed: the concerns you were told of about a family with an open alert are no longer supported by the records; nothing has been decided for you.',
        '',
        'Reference:  A7K3-MQ2X-DP4T',
        'Severity:   Escalate',
        'Team:       north',
        '',
        'What you were told',
        '',
        '* Repeated concerns from several agencies (escalate)',
        '  5 contacts and referrals (4 and 1) from 1 March 2026 to 25 October 2026,',
        '  telling of 5 incidents, from education, health and police.',
        '  3 kinds of concern; 3 not progressed.',
        '  No longer supported by the records since 3 November 2026.',
        '',
        'What to do',
        '',
        'Find the family by this reference in your front door system, see what',
        'was changed, and whether that is right. The alert stays open until a',
        'person closes it.',
        'You decide: nothing has been changed on any case.',
        '',
        'Policy: default version 1, 0123456789ab',
        '',
        'Tideline is not an emergency service. If a child is in danger now, call 999.',
      ].join('\n'),
    );
  });

  it('has a subject and a text message of its own', () => {
    const rendered = renderNotice(marked, changed);
    expect(rendered.subject).toBe('Tideline A7K3-MQ2X-DP4T: a record changed (escalate)');
    expect(rendered.sms).toBe(
      'Tideline A7K3-MQ2X-DP4T (escalate, north): a record changed; what you were told of is no longer supported. Not an emergency service.',
    );
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
        fc.record({
          title: fc.stringMatching(/^[A-Za-z0-9 ,.'()-]{5,70}$/),
          team: fc.stringMatching(/^[a-z][a-z0-9-]{0,39}$/),
          referrals: fc.integer({ min: 1, max: 9999 }),
          agencyGroups: fc.subarray(['1', '2', '3', '4', '5', '6', '7', '8', '9']),
          severity: fc.constantFrom('watch' as const, 'escalate' as const, 'urgent' as const),
          reason: fc.constantFrom(...NoticeReason.options),
        }),
        ({ title, team, referrals, agencyGroups, severity, reason }) => {
          const tally = { ...line.tally, referrals, agencyGroups };
          const { subject, sms, email } = renderNotice(
            { ...alert, team, lines: [{ ...line, title, tally }] },
            { ...notice, severity, reason },
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

  it.each([
    { at: '2026-03-03T17:00:00Z', words: '17:00 on 3 March 2026' },
    { at: '2026-07-03T07:30:00Z', words: '08:30 on 3 July 2026' },
    { at: '2026-12-31T00:00:00Z', words: '00:00 on 31 December 2026' },
  ])('says the moment $at as $words', ({ at, words }) => {
    expect(spokenMoment(Date.parse(at))).toBe(words);
  });

  it('writes a reference in groups of four', () => {
    expect(referenceOf('A7K3MQ2XDP4T')).toBe('A7K3-MQ2X-DP4T');
    expect(referenceOf('')).toBe('');
  });
});

import { describe, expect, it } from 'vitest';
import type { Alert, PendingNotice } from '../../core/alert/alert.ts';
import { renderDigest } from '../../core/message/render-digest.ts';
import type { Severity } from '../../core/policy/policy.ts';
import { snsNotifier } from '../../functions/adapters/sns/sns-notifier.ts';
import { anAlert } from '../support/an-alert.ts';

type Told = { readonly alert: Alert; readonly notice: PendingNotice };

const told = (
  alertId: string,
  severity: Severity = 'escalate',
  notice: Partial<PendingNotice> = {},
  alert: Partial<Alert> = {},
): Told => {
  const whole = anAlert({ alertId, ...alert });
  return { alert: whole, notice: { ...whole.pendingNotice!, severity, ...notice } };
};

const many = (count: number, given: (index: number) => Told): readonly Told[] =>
  Array.from({ length: count }, (_, index) => given(index));

const idOf = (index: number): string => `A${String(index).padStart(11, '0')}`;

/** The characters of the GSM 03.38 basic alphabet that are also ASCII, one septet each. */
const gsmSeptets = /^[A-Za-z0-9 @$_!"#%&'()*+,\-./:;<=>?\n\r]*$/;

describe('a digest', () => {
  const six: readonly Told[] = [
    told('A00000000001', 'escalate', { wantedAt: '2026-11-02T10:00:02.000Z' }),
    told(
      'A00000000002',
      'escalate',
      // Monday 2 November.
      { acknowledgeWithin: '1 working day', decideWithin: '5 working days' },
      { allocatedTeam: 'south' },
    ),
    told('A00000000003', 'urgent', { reason: 'severity-raised', acknowledgeWithin: '2 working hours' }),
    told('A00000000004', 'watch', { reason: 'found-late' }),
    told('A00000000005', 'escalate', { reason: 'evidence-changed', wantedAt: '2026-11-02T10:00:01.000Z' }),
    told('A00000000006', 'watch', { wantedAt: '2026-11-02T10:00:01.000Z' }, { team: undefined }),
  ];

  it('says how many, of which severity, and of each what a manager needs, the loudest and longest waiting first', () => {
    expect(renderDigest(six).email).toBe(
      [
        '6 alerts wait for you. They came faster than one message',
        'each can be sent, so this message tells of all of them together.',
        '',
        'Urgent:     1',
        'Escalate:   3',
        'Watch:      2',
        '',
        'Each is an alert of its own. Find the family by the reference in your',
        'front door system and read its whole history together.',
        '',
        'A000-0000-0003 (urgent)',
        '  Repeated concerns from several agencies',
        '  Team: north. Why: a more serious line was crossed.',
        '  Please pick this up by 12:00 on 2 November 2026.',
        '',
        'A000-0000-0002 (escalate)',
        '  Repeated concerns from several agencies',
        '  Team: north; the open case is with south. Why: a line was crossed.',
        '  Please pick this up by 17:00 on 3 November 2026.',
        '  Please decide by 17:00 on 9 November 2026.',
        '',
        'A000-0000-0005 (escalate)',
        '  A record changed',
        '  Team: north. Why: the records no longer support what you were told.',
        '',
        'A000-0000-0001 (escalate)',
        '  Repeated concerns from several agencies',
        '  Team: north. Why: a line was crossed.',
        '',
        'A000-0000-0004 (watch)',
        '  Repeated concerns from several agencies',
        '  Team: north. Why: a line was crossed on an earlier day.',
        '',
        'A000-0000-0006 (watch)',
        '  Repeated concerns from several agencies',
        '  Team: no team named. Why: a line was crossed.',
        '',
        'Tideline is not an emergency service. If a child is in danger now, call 999.',
      ].join('\n'),
    );
  });

  it('has a short subject, and a text that names those it has room for', () => {
    expect(renderDigest(six)).toMatchObject({
      subject: 'Tideline: 6 alerts wait for you (highest: urgent)',
      // 160 characters hold four references of twelve characters and two hyphens.
      sms: 'Tideline: 6 alerts wait for you (highest: urgent): A000-0000-0003, A000-0000-0002, A000-0000-0005, A000-0000-0001 and 2 more. Not an emergency service.',
    });
    const two = many(2, (index) => told(idOf(index), 'watch'));
    expect(renderDigest(two).sms).toBe(
      'Tideline: 2 alerts wait for you (highest: watch): A000-0000-0000, A000-0000-0001. Not an emergency service.',
    );
  });

  it('counts no severity that it tells nothing of', () => {
    const { email } = renderDigest(many(2, (index) => told(idOf(index), 'watch')));
    expect(email).toContain('tells of all of them together.\n\nWatch:      2\n\nEach is');
  });

  it('speaks of one alert as of one', () => {
    const { subject, email } = renderDigest([told('A00000000001', 'urgent')]);
    expect(subject).toBe('Tideline: 1 alert waits for you (highest: urgent)');
    expect(email).toMatch(/^1 alert waits for you\. /);
  });

  it('takes each alert as its line that is told of', () => {
    const quiet = {
      ...anAlert().lines[0]!,
      line: 'quiet',
      title: 'a quiet line',
      severity: 'watch' as const,
    };
    const two = told('A00000000001', 'watch', { lines: [{ line: 'quiet', from: quiet.crossedFrom }] });
    const { email } = renderDigest([{ ...two, alert: { ...two.alert, lines: [...two.alert.lines, quiet] } }]);
    expect(email).toContain('  A quiet line\n');
    expect(email).not.toContain('Repeated concerns');
  });

  it('throws of an alert without a line', () => {
    expect(() => renderDigest([told('A', 'watch', {}, { lines: [] })])).toThrow(
      'An alert without a line reached the renderer.',
    );
  });
});

/** How many bytes a notification takes of what SNS allows, with the names, types and values of its attributes. */
async function publishedBytes(notices: readonly Told[]): Promise<number> {
  const inputs: Record<string, never>[] = [];
  const client = {
    send: async ({ input }: { input: Record<string, never> }) => {
      inputs.push(input);
      return { MessageId: 'message-1' };
    },
  };
  await snsNotifier(client as never, 'arn:aws:sns:eu-west-2:111122223333:topic').publish({
    notices: notices.map(({ alert, notice }) => ({ alertId: alert.alertId, sequence: notice.sequence })),
    severity: 'urgent',
    recipients: ['person-with-the-longest-id-that-there-may-be-which-is-so-long'],
    rendered: renderDigest(notices),
  });
  const [input] = inputs;
  const { Message, Subject, MessageAttributes } = input as unknown as {
    Message: string;
    Subject: string;
    MessageAttributes: Record<string, { DataType: string; StringValue: string }>;
  };
  const attributes = Object.entries(MessageAttributes).flatMap(([name, { DataType, StringValue }]) => [
    name,
    DataType,
    StringValue,
  ]);
  return [Message, Subject, ...attributes].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

describe('a digest of thousands', () => {
  /** As long as a policy and a stage let each part be, with letters that take three bytes each. */
  const long = (index: number): Told =>
    told(
      idOf(index),
      'urgent',
      { sequence: 120, acknowledgeWithin: '2 working hours', decideWithin: '1 working day' },
      {
        team: 't'.repeat(40),
        allocatedTeam: 'u'.repeat(40),
        lines: [{ ...anAlert().lines[0]!, title: `${index % 10}${'’'.repeat(119)}` }],
      },
    );

  it.each([7, 500, 5_000])(
    'of %i fits into what the notification service takes, and names every one',
    async (count) => {
      const notices = many(count, long);
      expect(await publishedBytes(notices)).toBeLessThan(262_144);
      const { email, sms, subject } = renderDigest(notices);
      const named = new Set(email.match(/A\d{3}-\d{4}-\d{4}/g));
      expect(named.size).toBe(count);
      expect(email.endsWith('call 999.')).toBe(true);
      expect(subject).toMatch(/^[ -~]{1,100}$/);
      expect(sms).toMatch(gsmSeptets);
      expect(sms.length).toBeLessThanOrEqual(160);
    },
  );

  it('tells in full of as many as there is room for, and says how many more there are', () => {
    const { email } = renderDigest(many(5_000, (index) => told(idOf(index))));
    const full = email.match(/ \(escalate\)\n/g)?.length ?? 0;
    // Of 140,000 bytes 5,000 references take about 80,000, and what is told in full about 120 each.
    expect(full).toBeGreaterThan(400);
    expect(full).toBeLessThan(700);
    expect(email).toContain(`\n\nAnd ${5_000 - full} more alerts, for which there is no room here:\nA`);
    expect(email).toContain(`${'  '}A000-0000-4999\n\nTideline is not`);
    expect(Buffer.byteLength(JSON.stringify(email))).toBeGreaterThan(135_000);
    expect(Buffer.byteLength(JSON.stringify(email))).toBeLessThanOrEqual(140_000);
  });

  it('tells in full of 500 as they usually are', () => {
    const { email } = renderDigest(many(500, (index) => told(idOf(index))));
    expect(email.match(/ \(escalate\)\n/g)).toHaveLength(500);
    expect(email).not.toContain('no room');
  });

  it('tells in full of as many as fit, and of not one more', () => {
    const bytes = (text: string): number => Buffer.byteLength(JSON.stringify(text));
    const emailOf = (count: number): string => renderDigest(many(count, (index) => told(idOf(index)))).email;
    // Each takes as much as the next, so that what fits is found by halves.
    let [fitting, tooMany] = [1_000, 1_300];
    while (tooMany - fitting > 1) {
      const middle = Math.floor((fitting + tooMany) / 2);
      if (emailOf(middle).includes('no room')) tooMany = middle;
      else fitting = middle;
    }
    expect(emailOf(1_300)).toContain('no room');
    const [last, before] = [bytes(emailOf(fitting)), bytes(emailOf(fitting - 1))];
    expect(last).toBeLessThanOrEqual(140_000);
    // But for the quotation marks and the end of a line, which are reckoned with twice.
    expect(last + (last - before)).toBeGreaterThan(140_000 - 4);
  });
});

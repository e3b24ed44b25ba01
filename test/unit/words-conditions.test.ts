import { describe, expect, test } from 'vitest';
import { lifeEventKinds } from '../../core/life-event/life-event-submission.ts';
import type { Condition, SingleCondition } from '../../core/policy/condition.ts';
import { Waiver } from '../../core/policy/policy.ts';
import type { Selection } from '../../core/policy/selection.ts';
import { ConcernKind, ScreeningOutcome } from '../../core/referral/referral-submission.ts';
import { SourceCode } from '../../core/referral/source-code.ts';
import { isYesOrNo, sayCondition, sayThreshold, whatIsAsked } from '../../core/words/say-condition.ts';
import { sourceTitles } from '../../core/words/source-titles.ts';
import { capitalised, spokenDuration, spokenList } from '../../core/words/spoken.ts';
import { concernTitles, lifeEventTitles, outcomeTitles, waiverTitles } from '../../core/words/titles.ts';

const incidents = (of?: Selection): SingleCondition => ({
  count: 'incidents',
  atLeast: 3,
  ...(of === undefined ? {} : { of }),
});

/** A condition, what it asks for beside a count of it, and what it asks for in a sentence. */
const conditions: readonly (readonly [SingleCondition, string, string])[] = [
  [{ count: 'incidents', atLeast: 1 }, 'incidents', 'at least 1 incident'],
  [{ count: 'incidents', atLeast: 5 }, 'incidents', 'at least 5 incidents'],
  [{ count: 'referrals', atLeast: 1 }, 'contacts and referrals', 'at least 1 contact or referral'],
  [{ count: 'referrals', atLeast: 2 }, 'contacts and referrals', 'at least 2 contacts and referrals'],
  [{ count: 'voices', atLeast: 1 }, 'voices', 'at least 1 voice'],
  [{ count: 'voices', atLeast: 2 }, 'voices', 'at least 2 voices'],
  [{ count: 'agency-groups', atLeast: 1 }, 'agency groups', 'at least 1 agency group'],
  [{ count: 'agency-groups', atLeast: 3 }, 'agency groups', 'at least 3 agency groups'],
  [{ count: 'kinds-of-concern', atLeast: 1 }, 'kinds of concern', 'at least 1 kind of concern'],
  [{ count: 'kinds-of-concern', atLeast: 4 }, 'kinds of concern', 'at least 4 kinds of concern'],
  // Each member of a selection.
  [
    incidents({ screened: 'not-progressed' }),
    'incidents not progressed',
    'at least 3 incidents not progressed',
  ],
  [
    incidents({ outcomes: ['nfa'] }),
    'incidents screened as no further action',
    'at least 3 incidents screened as no further action',
  ],
  [
    incidents({ outcomes: ['consent-refused', 'strategy', 's47'] }),
    'incidents screened as consent refused, strategy discussion or section 47 enquiry',
    'at least 3 incidents screened as consent refused, strategy discussion or section 47 enquiry',
  ],
  [
    incidents({ level: { atMost: 3, orNotGiven: false } }),
    'incidents at level 3 or below',
    'at least 3 incidents at level 3 or below',
  ],
  [
    incidents({ level: { atMost: 2, orNotGiven: true } }),
    'incidents at level 2 or below or with no level',
    'at least 3 incidents at level 2 or below or with no level',
  ],
  [
    incidents({ stages: ['contact'] }),
    'incidents received as a contact',
    'at least 3 incidents received as a contact',
  ],
  [
    incidents({ stages: ['referral', 'contact'] }),
    'incidents received as a referral in the statutory sense or a contact',
    'at least 3 incidents received as a referral in the statutory sense or a contact',
  ],
  [
    incidents({ purposes: ['challenge'] }),
    'incidents made as a challenge',
    'at least 3 incidents made as a challenge',
  ],
  [
    incidents({ purposes: ['concern', 'challenge'] }),
    'incidents made as a concern or a challenge',
    'at least 3 incidents made as a concern or a challenge',
  ],
  [
    incidents({ concerns: { kinds: ['physical', 'sexual'] } }),
    'incidents telling of physical harm or sexual harm',
    'at least 3 incidents telling of physical harm or sexual harm',
  ],
  [
    incidents({ concerns: { kinds: ['mental-health'], subject: 'parent' } }),
    'incidents telling of mental health about a parent',
    'at least 3 incidents telling of mental health about a parent',
  ],
  [
    incidents({ concerns: { kinds: ['missing'], subject: 'child' } }),
    'incidents telling of going missing about a child',
    'at least 3 incidents telling of going missing about a child',
  ],
  [
    incidents({ concerns: { kinds: ['other'], subject: 'other' } }),
    'incidents telling of something else about somebody else',
    'at least 3 incidents telling of something else about somebody else',
  ],
  [
    // A code by itself, an agency group that is whole, one that is not, and sources of no group.
    incidents({ sourceCodes: ['2A', '6', '9', '1A', '1B', '1C', '1D', '5A', '10', '5B'] }),
    'incidents from school (2A), police, anonymous callers, individuals, social care (5A), unknown source (10) or council service (5B)',
    'at least 3 incidents from school (2A), police, anonymous callers, individuals, social care (5A), unknown source (10) or council service (5B)',
  ],
  [
    // Council services are whole without social care and other authorities, which belong to no group.
    incidents({ sourceCodes: ['5D', '5B'] }),
    'incidents from council services',
    'at least 3 incidents from council services',
  ],
  [
    incidents({ screened: 'not-progressed', stages: ['contact'], sourceCodes: ['7'] }),
    'incidents not progressed, received as a contact, from courts and probation',
    'at least 3 incidents not progressed, received as a contact, from courts and probation',
  ],
  // What else a count says.
  [
    { count: 'incidents', atLeast: 2, within: 'P6M' },
    'incidents within 6 months',
    'at least 2 incidents within 6 months',
  ],
  [
    { count: 'incidents', atLeast: 2, of: { screened: 'not-progressed' }, within: '3 working days' },
    'incidents not progressed within 3 working days',
    'at least 2 incidents not progressed within 3 working days',
  ],
  [
    { count: 'referrals', atLeast: 2, same: 'voice', pressing: true, within: 'P7D' },
    'contacts and referrals by the same voice, made after an earlier one of the same voice was not progressed, within 7 days',
    'at least 2 contacts and referrals by the same voice, made after an earlier one of the same voice was not progressed, within 7 days',
  ],
  [
    { count: 'incidents', atLeast: 6, same: 'organisation', noneProgressed: true },
    'incidents by the same organisation, none of them progressed',
    'at least 6 incidents by the same organisation, none of them progressed',
  ],
  [
    { count: 'voices', atLeast: 2, noneProgressed: true },
    'voices among contacts and referrals, none of them progressed',
    'at least 2 voices among contacts and referrals, none of them progressed',
  ],
  [
    { count: 'agency-groups', atLeast: 2, of: { screened: 'not-progressed' } },
    'agency groups among contacts and referrals not progressed',
    'at least 2 agency groups among contacts and referrals not progressed',
  ],
  [
    { count: 'kinds-of-concern', atLeast: 2, of: { stages: ['contact'] } },
    'kinds of concern among contacts and referrals received as a contact',
    'at least 2 kinds of concern among contacts and referrals received as a contact',
  ],
  [
    { count: 'incidents', atLeast: 2, noneProgressed: true },
    'incidents, none of them progressed',
    'at least 2 incidents, none of them progressed',
  ],
  [
    { count: 'voices', atLeast: 2, of: { screened: 'not-progressed' }, noneProgressed: true, within: 'P7D' },
    'voices among contacts and referrals not progressed, none of them progressed, within 7 days',
    'at least 2 voices among contacts and referrals not progressed, none of them progressed, within 7 days',
  ],
  // Points.
  [
    { points: { referral: 1 }, atLeast: 1 },
    'points',
    'at least 1 point, given for the weightiest contact or referral of each incident: 1 for being made',
  ],
  [
    {
      points: {
        referral: 0.5,
        concerns: { neglect: 2, 'domestic-abuse': 1.25 },
        levels: { '2': 1, '3': 2 },
        sourceCodes: { '6': 1, '10': 0 },
      },
      atLeast: 12.5,
      halfLife: 'P90D',
      of: { screened: 'not-progressed', sourceCodes: ['6', '10'] },
      within: 'P18M',
    },
    'points of contacts and referrals not progressed, from police or unknown source (10), within 18 months',
    'at least 12.5 points of contacts and referrals not progressed, from police or unknown source (10), within 18 months, ' +
      'given for the weightiest contact or referral of each incident: 0.5 for being made, 2 for neglect, 1.25 for domestic abuse, ' +
      '1 for level 2, 2 for level 3, 1 for police (6) and 0 for unknown source (10), and halved every 90 days',
  ],
  [
    { points: { levels: { '4': 3 } }, atLeast: 6 },
    'points',
    'at least 6 points, given for the weightiest contact or referral of each incident: 3 for level 4',
  ],
  // Life events.
  [
    { events: ['removal'], atLeast: 1 },
    'life events (removal of a child) at any time',
    'at least 1 life event (removal of a child) at any time',
  ],
  [
    { events: ['not-brought', 'withdrawn-from-school'], atLeast: 3, within: 'P6M' },
    'life events (not brought to an appointment or withdrawn from school) within 6 months',
    'at least 3 life events (not brought to an appointment or withdrawn from school) within 6 months',
  ],
  [
    { noEvents: ['pre-birth-assessment-started', 'pre-birth-assessment-completed'], within: 'P40W' },
    'no life event (pre-birth assessment started or pre-birth assessment completed) within 40 weeks',
    'no life event (pre-birth assessment started or pre-birth assessment completed) within 40 weeks',
  ],
  [{ case: 'open' }, 'open case', 'an open case'],
  // A quiet time and a promise.
  [
    { quietBefore: 'P12M' },
    'contacts and referrals after more than 12 months without one',
    'at least 1 contact or referral after more than 12 months without one',
  ],
  [
    { quietBefore: 'PT72H', of: { screened: 'not-progressed' } },
    'contacts and referrals not progressed, after more than 72 hours without one',
    'at least 1 contact or referral not progressed, after more than 72 hours without one',
  ],
  [
    {
      promised: ['assessment', 'family-help'],
      keptBy: ['assessment-started', 'case-opened'],
      within: '10 working days',
    },
    'contacts and referrals screened as assessment or family help, not followed within 10 working days by assessment started or case opened',
    'at least 1 contact or referral screened as assessment or family help, not followed within 10 working days by assessment started or case opened',
  ],
  // The household.
  [{ household: { unborn: true } }, 'child unborn', 'a child in the household who is unborn'],
  [
    { household: { under: 'P6M' } },
    'child under 6 months',
    'a child in the household who is under 6 months old',
  ],
  [
    { household: { dueWithin: 'P12W' } },
    'child due within 12 weeks',
    'a child in the household who is due within 12 weeks',
  ],
  [
    { household: { unborn: true, dueWithin: 'P12W', under: 'P1Y' } },
    'child unborn, due within 12 weeks or under 1 year',
    'a child in the household who is unborn, due within 12 weeks or under 1 year old',
  ],
];

describe('a condition is said', () => {
  test.each(conditions)('%j', (condition, short, full) => {
    expect(whatIsAsked(condition)).toBe(short);
    expect(sayCondition(condition)).toBe(full);
  });

  test('without the points of a scale, where the threshold alone is meant', () => {
    const points: SingleCondition = { points: { referral: 1 }, atLeast: 2, of: { stages: ['contact'] } };
    expect(sayThreshold(points)).toBe('at least 2 points of contacts and referrals received as a contact');
    expect(whatIsAsked(points, 1)).toBe('point of contacts and referrals received as a contact');
    expect(sayThreshold({ case: 'open' })).toBe('an open case');
  });

  test('in so many ways', () => {
    console.log(`conditions said: ${conditions.length}`);
    expect(conditions.length).toBeGreaterThan(40);
  });

  test('to be so or not, where it is not counted', () => {
    const yesOrNo = conditions.filter(([condition]) => isYesOrNo(condition)).map(([, short]) => short);
    expect(yesOrNo).toEqual([
      'no life event (pre-birth assessment started or pre-birth assessment completed) within 40 weeks',
      'open case',
      'child unborn',
      'child under 6 months',
      'child due within 12 weeks',
      'child unborn, due within 12 weeks or under 1 year',
    ]);
  });
});

const [one, two, three] = (['incidents', 'voices', 'referrals'] as const).map(
  (count): SingleCondition => ({ count, atLeast: 2 }),
) as [SingleCondition, SingleCondition, SingleCondition];

test.each<[string, Condition, string]>([
  ['one alone', { all: [one] }, 'at least 2 incidents'],
  ['all of two', { all: [one, two] }, 'at least 2 incidents; and at least 2 voices'],
  [
    'all of three',
    { all: [one, two, three] },
    'at least 2 incidents; at least 2 voices; and at least 2 contacts and referrals',
  ],
  ['any of one', { any: [one] }, 'at least 2 incidents'],
  [
    'any of three',
    { any: [one, two, three] },
    'at least 2 incidents; at least 2 voices; or at least 2 contacts and referrals',
  ],
  [
    'a choice inside all',
    { all: [one, { any: [two, three] }] },
    'at least 2 incidents; and either at least 2 voices or at least 2 contacts and referrals',
  ],
  ['a choice of one', { all: [one, { any: [two] }] }, 'at least 2 incidents; and at least 2 voices'],
  [
    'a choice of three',
    { all: [{ any: [one, two, three] }] },
    'either at least 2 incidents or at least 2 voices or at least 2 contacts and referrals',
  ],
  [
    'several together inside any',
    { any: [{ all: [one, two] }, { all: [one, two, three] }, { all: [three] }] },
    'at least 2 incidents together with at least 2 voices; ' +
      'at least 2 incidents together with at least 2 voices and at least 2 contacts and referrals; ' +
      'or at least 2 contacts and referrals',
  ],
])('joined conditions are said together: %s', (_name, condition, said) => {
  expect(sayCondition(condition)).toBe(said);
});

describe('the words that conditions are made of', () => {
  test.each([
    ['P1Y', '1 year'],
    ['P21Y', '21 years'],
    ['P6M', '6 months'],
    ['P40W', '40 weeks'],
    ['P1D', '1 day'],
    ['P1Y2M3W4D', '1 year, 2 months, 3 weeks and 4 days'],
    ['P0Y12M', '12 months'],
    ['PT48H', '48 hours'],
    ['PT1H30M', '1 hour and 30 minutes'],
    ['PT90S', '90 seconds'],
    ['1 working day', '1 working day'],
    ['20 working days', '20 working days'],
  ])('the duration %s is %s', (duration, said) => {
    expect(spokenDuration(duration)).toBe(said);
  });

  test('lists', () => {
    expect(spokenList([], 'and')).toBe('');
    expect(spokenList(['a'], 'and')).toBe('a');
    expect(spokenList(['a', 'b'], 'or')).toBe('a or b');
    expect(spokenList(['a', 'b', 'c'], 'and')).toBe('a, b and c');
  });

  test('the beginning of a sentence', () => {
    expect(capitalised('a line')).toBe('A line');
    expect(capitalised('')).toBe('');
  });

  test('every code has a title, which no other of its kind has', () => {
    const titled: readonly (readonly [readonly string[], Readonly<Record<string, string>>])[] = [
      [ScreeningOutcome.options, outcomeTitles],
      [ConcernKind.options, concernTitles],
      [lifeEventKinds, lifeEventTitles],
      [SourceCode.options, sourceTitles],
      [Waiver.options, waiverTitles],
    ];
    for (const [codes, titles] of titled) {
      expect(Object.keys(titles).sort()).toEqual([...codes].sort());
      expect(new Set(Object.values(titles)).size).toBe(codes.length);
    }
  });

  test('the titles, written out a second time', () => {
    expect(Object.values(outcomeTitles).join('; ')).toBe(
      'pending; unknown; no further action; advice; early help; family help; passed to the allocated worker; ' +
        'passed to another authority; consent refused; assessment; strategy discussion; section 47 enquiry',
    );
    expect(Object.values(concernTitles).join('; ')).toBe(
      'neglect; domestic abuse; substance misuse; mental health; physical harm; sexual harm; emotional harm; ' +
        'lack of supervision; home conditions; missed appointments; education; a new adult; exploitation; going missing; ' +
        'the behaviour of a child; parental separation; support with a disability; something else',
    );
    expect(Object.values(lifeEventTitles).join('; ')).toBe(
      'case opened; case stepped up; case stepped down; case closed; child protection plan; section 47 enquiry; ' +
        'removal of a child; legal proceedings; strategy discussion held; assessment started; assessment completed; ' +
        'pre-birth assessment started; pre-birth assessment completed; early help accepted; pregnancy; birth; ' +
        'end of a pregnancy; new adult in the household; moved to another team; moved in from another authority; ' +
        'moved to another authority; withdrawn from school; not brought to an appointment',
    );
    expect(Object.values(waiverTitles).join('; ')).toBe(
      'a higher severity; a new agency group; a pregnancy or birth; a challenge',
    );
    const statutory = '1A 1B 1C 1D 2A 2B 3A 3B 3C 3D 3E 3F 4 5A 5B 5C 5D 6 7 8 9 10'.split(' ');
    expect(statutory.map((code) => sourceTitles[SourceCode.parse(code)]).join('; ')).toBe(
      'family member, relative or carer; acquaintance; self; another individual; school; education service; GP; ' +
        'health visitor; school nurse; primary health service; emergency department; health service; housing; social care; ' +
        'council service; another authority; early help; police; court, probation or other legal agency; other agency; ' +
        'anonymous; unknown source',
    );
  });
});

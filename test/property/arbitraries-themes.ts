import type fc from 'fast-check';
import { anchor, anything, edgeInstant, type Pools } from './arbitraries.ts';
import { type EventsDrawn, type Family, familyOn } from './arbitraries-families.ts';

/** What a family is drawn from that comes near some line: days between its dates, referrals, life events. */
type NearLine = {
  readonly days: readonly number[];
  readonly referrals: { readonly least: number; readonly most: number };
  readonly pools?: Partial<Pools>;
  readonly events?: EventsDrawn;
};

const agencies = ['2A', '3A', '4', '6', '7', '8'] as const;
const lay = ['1A', '1B', '1C', '1D'] as const;
const harms = ['neglect', 'physical', 'sexual', 'emotional', 'domestic-abuse'] as const;
const refused = ['nfa', 'nfa', 'nfa', 'nfa', 'advice', 'early-help'] as const;
const mostlyRefused = [...refused, ...refused, 'assessment'] as const;
const concerns = ['concern', 'concern', 'concern', 'concern', 'concern', 'notification'] as const;
const week = [0, 0, 1, 2, 3, 6, 7, 8];
const year = [0, 6, 12, 30, 60, 90, 150, 184, 250, 300, 359, 364, 365, 366, 367];
/** Days between a family's dates and births, of which some are in the family's first year and some before it. */
const young = [0, 0, -30, -179, -184, -185, -364, -365, -366, 60, 84];
const underFive = [0, -365, -1400, -1461, -1826, -1827];

/** A theme for each line of the default policy, or for a few that lie near each other. */
export const themes: Readonly<Record<string, NearLine>> = {
  'history with a baby': {
    days: [0, 1, 30, 90, 91, 92, 93, 184],
    referrals: { least: 3, most: 6 },
    pools: {
      sourceCodes: [...lay, '2A', '3A', '6', '9'],
      outcomes: refused,
      kinds: harms,
      childDays: young,
      always: ['outcome', 'child'],
    },
    events: {
      kinds: ['child-protection-plan', 'removal', 'legal-proceedings', 'legal-proceedings', 'birth'],
      least: 2,
      most: 4,
    },
  },
  'several voices in a week': {
    days: week,
    referrals: { least: 2, most: 6 },
    pools: {
      kinds: ['physical', 'sexual', 'neglect'],
      outcomes: mostlyRefused,
      purposes: concerns,
      always: ['referrer'],
    },
  },
  'several agencies in a year': {
    days: year,
    referrals: { least: 7, most: 11 },
    pools: {
      sourceCodes: agencies,
      kinds: harms,
      outcomes: mostlyRefused,
      purposes: concerns,
      always: ['outcome'],
    },
  },
  'agencies and a baby': {
    days: [0, 6, 30, 90, 180, 184, 365],
    referrals: { least: 2, most: 5 },
    pools: { sourceCodes: agencies, kinds: harms, purposes: concerns, childDays: young, always: ['child'] },
    events: { kinds: ['birth', 'pregnancy', 'end-of-pregnancy'], most: 2 },
  },
  'people who are not professionals': {
    days: year,
    referrals: { least: 2, most: 6 },
    pools: {
      sourceCodes: lay,
      people: ['person-1', 'person-2', 'person-3', 'person-4'],
      purposes: concerns,
      childDays: young,
      always: ['referrer'],
    },
  },
  'one voice again and again': {
    days: [0, 1, 2, 3, 4, 5, 6, 14, 28, 29, 30],
    referrals: { least: 5, most: 8 },
    pools: {
      sourceCodes: ['2A', '2A', '2A', '2A', '1C', '9'],
      people: ['person-1'],
      organisations: ['body-1'],
      outcomes: [...mostlyRefused, ...mostlyRefused, 'pending'],
      purposes: ['concern'],
      always: ['referrer', 'outcome'],
    },
  },
  'one organisation through a year': {
    days: year,
    referrals: { least: 5, most: 10 },
    pools: {
      sourceCodes: ['2A', '2A', '3A'],
      organisations: ['body-1', 'body-1', 'body-1', 'body-2'],
      outcomes: [...refused, ...refused, ...refused, ...mostlyRefused, 'pending', 's47'],
      purposes: concerns,
      childDays: underFive,
      always: ['referrer', 'outcome', 'child'],
    },
  },
  'a case that is open': {
    days: [0, 6, 12, 30, 45, 84, 90, 91, 184],
    referrals: { least: 3, most: 6 },
    pools: { kinds: ['physical', 'physical', 'neglect'], purposes: concerns },
    events: {
      kinds: [
        'case-opened',
        'case-opened',
        'case-opened',
        'case-stepped-up',
        'case-stepped-down',
        'case-closed',
      ],
      least: 1,
      most: 4,
    },
  },
  'something decided': {
    days: [0, 1, 2, 5, 13, 14, 15, 16, 28, 30, 31],
    referrals: { least: 1, most: 4 },
    pools: {
      outcomes: ['assessment', 'strategy', 'early-help', 'nfa'],
      purposes: concerns,
      always: ['outcome'],
    },
    events: {
      kinds: [
        'assessment-started',
        'assessment-completed',
        'strategy-discussion',
        's47',
        'early-help-accepted',
      ],
      most: 3,
    },
  },
  'a baby due': {
    days: [0, 1, 30, 84, 196, 279, 280, 281],
    referrals: { least: 1, most: 4 },
    pools: {
      outcomes: refused,
      childDays: [0, 83, 84, 85, 200, 280],
      purposes: concerns,
      always: ['outcome', 'child'],
    },
    events: {
      kinds: [
        'pregnancy',
        'birth',
        'end-of-pregnancy',
        'pre-birth-assessment-started',
        'pre-birth-assessment-completed',
      ],
      most: 3,
    },
  },
  'somebody new': {
    days: [0, 1, 30, 180, 181, 182, 184, 185],
    referrals: { least: 2, most: 4 },
    pools: { childDays: underFive, always: ['child'] },
    events: { kinds: ['new-adult', 'new-adult', 'moved-team'], least: 1, most: 2 },
  },
  'quiet years': {
    days: [0, 1, 365, 366, 367, 395, 731, 732],
    referrals: { least: 2, most: 4 },
    pools: { outcomes: mostlyRefused, childDays: underFive, always: ['outcome', 'child'] },
  },
  'three years': {
    days: [0, 6, 100, 200, 400, 500, 700, 900, 1089, 1095, 1096, 1097],
    referrals: { least: 8, most: 11 },
    pools: { sourceCodes: agencies, outcomes: mostlyRefused, purposes: concerns },
  },
  'out of view': {
    days: [0, 1, 30, 90, 181, 182, 184, 185],
    referrals: { least: 2, most: 4 },
    pools: { outcomes: mostlyRefused, purposes: concerns, always: ['outcome'] },
    events: {
      kinds: [
        'not-brought',
        'not-brought',
        'withdrawn-from-school',
        'moved-authority-in',
        'moved-authority-out',
      ],
      least: 1,
      most: 6,
    },
  },
  'much at once': {
    days: [0, 1, 5, 6, 7, 12, 60, 90, 180, 181, 364, 540, 549],
    referrals: { least: 4, most: 10 },
    pools: { kinds: [...harms, 'substance-misuse', 'mental-health', 'supervision'], purposes: concerns },
  },
};

/** A family near some line of the default policy, with its dates at the edges of what the lines ask. */
export const familyNear = ({ days, referrals, pools, events }: NearLine): fc.Arbitrary<Family> =>
  anchor.chain((from) =>
    familyOn(edgeInstant(from, days), {
      ...referrals,
      pools: { ...anything, ...pools },
      events: events ?? { kinds: ['new-adult'], most: 0 },
    }),
  );

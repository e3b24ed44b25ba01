import type { LifeEventKind } from '../life-event/life-event-submission.ts';
import type { Measure } from '../policy/condition.ts';
import type { Waiver } from '../policy/policy.ts';
import type { ConcernKind, ScreeningOutcome } from '../referral/referral-submission.ts';

/** What a reader calls each decision of a screening. */
export const outcomeTitles: Readonly<Record<ScreeningOutcome, string>> = {
  pending: 'pending',
  unknown: 'unknown',
  nfa: 'no further action',
  advice: 'advice',
  'early-help': 'early help',
  'family-help': 'family help',
  'passed-to-worker': 'passed to the allocated worker',
  'passed-to-other-authority': 'passed to another authority',
  'consent-refused': 'consent refused',
  assessment: 'assessment',
  strategy: 'strategy discussion',
  s47: 'section 47 enquiry',
};

/** What a reader calls each kind of concern. */
export const concernTitles: Readonly<Record<ConcernKind, string>> = {
  neglect: 'neglect',
  'domestic-abuse': 'domestic abuse',
  'substance-misuse': 'substance misuse',
  'mental-health': 'mental health',
  physical: 'physical harm',
  sexual: 'sexual harm',
  emotional: 'emotional harm',
  supervision: 'lack of supervision',
  'home-conditions': 'home conditions',
  'missed-appointments': 'missed appointments',
  education: 'education',
  'new-adult': 'a new adult',
  exploitation: 'exploitation',
  missing: 'going missing',
  'child-behaviour': 'the behaviour of a child',
  'parental-separation': 'parental separation',
  'disability-support': 'support with a disability',
  other: 'something else',
};

/** What a reader calls each kind of life event. */
export const lifeEventTitles: Readonly<Record<LifeEventKind, string>> = {
  'case-opened': 'case opened',
  'case-stepped-up': 'case stepped up',
  'case-stepped-down': 'case stepped down',
  'case-closed': 'case closed',
  'child-protection-plan': 'child protection plan',
  s47: 'section 47 enquiry',
  removal: 'removal of a child',
  'legal-proceedings': 'legal proceedings',
  'strategy-discussion': 'strategy discussion held',
  'assessment-started': 'assessment started',
  'assessment-completed': 'assessment completed',
  'pre-birth-assessment-started': 'pre-birth assessment started',
  'pre-birth-assessment-completed': 'pre-birth assessment completed',
  'early-help-accepted': 'early help accepted',
  pregnancy: 'pregnancy',
  birth: 'birth',
  'end-of-pregnancy': 'end of a pregnancy',
  'new-adult': 'new adult in the household',
  'moved-team': 'moved to another team',
  'moved-authority-in': 'moved in from another authority',
  'moved-authority-out': 'moved to another authority',
  'withdrawn-from-school': 'withdrawn from school',
  'not-brought': 'not brought to an appointment',
};

/** What a reader calls what is counted: one of them, and several. */
export const measureTitles: Readonly<Record<Measure, readonly [string, string]>> = {
  incidents: ['incident', 'incidents'],
  referrals: ['contact or referral', 'contacts and referrals'],
  voices: ['voice', 'voices'],
  'agency-groups': ['agency group', 'agency groups'],
  'kinds-of-concern': ['kind of concern', 'kinds of concern'],
};

/** What raises a family again at once. */
export const waiverTitles: Readonly<Record<Waiver, string>> = {
  'higher-severity': 'a higher severity',
  'new-agency-group': 'a new agency group',
  'pregnancy-or-birth': 'a pregnancy or birth',
  challenge: 'a challenge',
};

import type { Screening } from '../../core/referral/referral-submission.ts';
import { record } from './contacts.ts';
import { beginCase, beginEnquiry } from './courses.ts';
import { londonInstant, workingDayAfter } from './days.ts';
import { hasBaby } from './household.ts';
import { type Contact, hasOpenCase, type Life, plan, tellEvent } from './life.ts';
import type { Weights } from './random.ts';
import { rates } from './rates.ts';

type Outcome = Screening['outcome'];
type Decision = { readonly stage: 'contact' | 'referral'; readonly outcome: Outcome };

/** The front door decides on a contact, records both, and what was decided takes its course. */
export function decide(life: Life, contact: Contact): void {
  const decision = decisionOn(life, contact);
  const { random } = life.family;
  const minute =
    life.day === contact.madeOn
      ? Math.min(contact.minute + random.between(20, 180), 24 * 60 - 1)
      : random.between(9 * 60, 17 * 60);
  const decidedAt = londonInstant(life.day, minute);
  const submission = {
    ...contact.submission,
    ...levelOf(life, decision),
    stage: decision.stage,
    screening: { outcome: decision.outcome, decidedAt },
  };
  record(life, submission, Date.parse(decidedAt));
  follow(life, contact, decision);
}

function decisionOn(life: Life, { call, lately }: Contact): Decision {
  const { random } = life.family;
  if (hasOpenCase(life)) return { stage: 'contact', outcome: drawn(life, rates.outcomesOnOpenCases.value) };
  if (call.purpose === 'challenge') {
    return random.chance(rates.challengeUpheld.value)
      ? { stage: 'referral', outcome: 'assessment' }
      : { stage: 'contact', outcome: 'nfa' };
  }
  const byKind: Readonly<Record<string, number>> = rates.becomesReferralByKind.value;
  const bySource: Readonly<Record<string, number>> = rates.becomesReferral.value;
  const { sourceCode } = call.referrer;
  const share =
    (bySource[sourceCode] ?? bySource[sourceCode.charAt(0)] ?? 0) *
    (byKind[call.kind] ?? rates.becomesReferralByKind.value.otherwise) *
    (hasBaby(life) ? rates.becomesReferralWithBaby.value : 1) *
    (lately > 0 ? rates.becomesReferralWithHistory.value : 1);
  if (!random.chance(Math.min(share, 1))) {
    return { stage: 'contact', outcome: drawn(life, rates.outcomesOfContacts.value) };
  }
  const { police, otherwise } = rates.outcomesOfReferrals.value;
  const isHarm = call.kind === 'physical' || call.kind === 'sexual';
  const table = isHarm ? rates.outcomesOfHarm.value : sourceCode === '6' ? police : otherwise;
  return { stage: 'referral', outcome: drawn(life, table) };
}

const drawn = ({ family }: Life, table: Weights): Outcome => family.random.pick(table) as Outcome;

function levelOf({ family }: Life, { stage }: Decision): { level?: number } {
  if (!family.random.chance(rates.levelGiven.value)) return {};
  return { level: Number(family.random.pick(rates.levels.value[stage] as Weights)) };
}

function follow(life: Life, contact: Contact, { stage, outcome }: Decision): void {
  if (stage === 'referral') {
    life.referredOn = life.day;
    life.isStale = true;
  }
  switch (outcome) {
    case 'assessment':
    case 'family-help':
      beginCase(life, outcome);
      return;
    case 'strategy':
    case 's47':
      if (hasOpenCase(life)) beginEnquiry(life);
      else beginCase(life, outcome);
      return;
    case 'early-help':
      acceptEarlyHelp(life);
      callAgain(life, contact);
      return;
    case 'nfa':
    case 'advice':
      callAgain(life, contact);
      return;
    default:
  }
}

function acceptEarlyHelp(life: Life): void {
  const after = life.family.random.pick(rates.earlyHelpAccepted.value);
  if (after === 'never') return;
  plan(life, workingDayAfter(life.day, Number(after)), {
    do: 'pass',
    happen: () => tellEvent(life, { event: 'early-help-accepted' }),
  });
}

/** Some callers do not leave it at that: they call again, or challenge the decision. */
function callAgain(life: Life, { call, submission }: Contact): void {
  const { random } = life.family;
  const { sourceCode } = call.referrer;
  if (call.isFollowUp || sourceCode === '9' || sourceCode === '10') return;
  const [soonest, latest] = rates.toldAgainWithin.value as [number, number];
  const day = workingDayAfter(life.day, random.between(soonest, latest));
  if (random.chance(rates.toldAgain.value)) {
    plan(life, day, {
      do: 'take',
      call: { ...call, occurredOn: day, incidentRef: undefined, isFollowUp: true },
    });
    return;
  }
  if (sourceCode.startsWith('1') || !random.chance(rates.challenged.value)) return;
  const { incidentRef: _, ...rest } = call;
  plan(life, day, {
    do: 'take',
    call: { ...rest, purpose: 'challenge', regarding: submission.referralId, isFollowUp: true },
  });
}

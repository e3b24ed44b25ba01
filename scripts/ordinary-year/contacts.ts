import { isLay } from '../../core/referral/source-code.ts';
import { keepsOfficeHours } from './callers.ts';
import { dateOf, londonInstant, workingDayAfter } from './days.ts';
import { householdTold } from './household.ts';
import { type Call, type Contact, hasOpenCase, type Life, nextReference, plan, teamOf } from './life.ts';
import { rates } from './rates.ts';

const minutesOfADay = 1440;
const minuteMilliseconds = 60_000;
const [officeOpens, officeCloses] = [8 * 60 + 30, 17 * 60 + 30];
const [firstCall, lastCall] = [6 * 60, 23 * 60];
const days = 86_400_000;

const isAboutHarm = ({ kind }: Call): boolean => kind === 'physical' || kind === 'sexual';

/** The front door takes a call today. What needs a decision gets one on a day to come; the rest is recorded. */
export function take(life: Life, call: Call): void {
  const { random } = life.family;
  if (call.purpose === 'concern' && goesToWorkerAlone(life, call)) return;
  const minute =
    call.minute ??
    (keepsOfficeHours(call.referrer.sourceCode)
      ? random.between(officeOpens, officeCloses)
      : random.between(firstCall, lastCall));
  const household = householdTold(life);
  const contact: Contact = {
    call,
    madeOn: life.day,
    minute,
    lately: life.calledOn.filter((day) => life.day - day <= 90).length,
    submission: {
      source: 'front-door',
      referralId: nextReference(life, 'r'),
      stage: 'contact',
      purpose: call.purpose,
      ...(call.regarding === undefined ? {} : { regarding: call.regarding }),
      madeAt: londonInstant(life.day, minute),
      ...(random.chance(rates.incidentDateGiven.value) ? { incidentDate: dateOf(call.occurredOn) } : {}),
      ...(call.incidentRef === undefined ? {} : { incidentRef: call.incidentRef }),
      referrer: call.referrer,
      familyRef: `f${life.family.number}`,
      ...(household === undefined ? {} : { household }),
      concerns: [...call.concerns],
      team: teamOf(life),
    },
  };
  if (call.purpose !== 'concern' && call.purpose !== 'challenge') {
    record(life, contact.submission, Date.parse(contact.submission.madeAt));
    return;
  }
  life.calledOn.push(life.day);
  plan(life, decidedOn(life, call), { do: 'decide', contact });
  confirmInWriting(life, contact);
}

/** Where a case is open, some callers turn to its worker, and the front door hears nothing. */
function goesToWorkerAlone(life: Life, { referrer }: Call): boolean {
  const { police, otherwise } = rates.openCaseReachesFrontDoor.value;
  return hasOpenCase(life) && !life.family.random.chance(referrer.sourceCode === '6' ? police : otherwise);
}

function decidedOn({ family, day }: Life, call: Call): number {
  if (isAboutHarm(call) && family.random.chance(rates.urgentSameDay.value)) return day;
  return workingDayAfter(day, Number(family.random.pick(rates.decidedAfter.value)));
}

/** The submission reaches the record a little after an instant, or late. */
export function record(life: Life, referral: Contact['submission'], from: number): void {
  const { random, number } = life.family;
  const [soonest, latest] = rates.recordedLateDays.value as [number, number];
  const late = random.chance(rates.recordedLate.value) ? random.between(soonest, latest) : 0;
  const at = from + random.between(10, 240) * minuteMilliseconds + late * days;
  life.arrivals.push({ at, family: number, referral });
}

/** Professionals other than the police confirm some calls in writing: the same words again. */
function confirmInWriting(life: Life, { call, submission, minute }: Contact): void {
  const { random } = life.family;
  const { sourceCode } = call.referrer;
  if (isLay(sourceCode) || ['6', '9', '10'].includes(sourceCode)) return;
  if (!random.chance(rates.confirmedInWriting.value)) return;
  const [soonest, latest] = rates.confirmedWithinHours.value as [number, number];
  const at = minute + random.between(soonest, latest) * 60;
  plan(life, life.day + Math.floor(at / minutesOfADay), {
    do: 'take',
    call: {
      ...call,
      purpose: 'written-confirmation',
      regarding: submission.referralId,
      minute: Math.max(firstCall, at % minutesOfADay),
    },
  });
}

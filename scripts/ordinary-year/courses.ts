import { type Day, monthsAfter, workingDayAfter } from './days.ts';
import type { Pregnancy } from './family.ts';
import { pregnancyOf } from './household.ts';
import { hasOpenCase, type Life, plan, teamOf, tellEvent } from './life.ts';
import { rates } from './rates.ts';

type Opening = 'assessment' | 'family-help' | 'strategy' | 's47';

/** Something happens on a day to come, if the case of today is still open then. */
function later(life: Life, day: Day, happen: () => void): void {
  const { caseNumber } = life;
  plan(life, day, {
    do: 'pass',
    happen: () => {
      if (hasOpenCase(life) && life.caseNumber === caseNumber) happen();
    },
  });
}

/** A case is opened today, and takes its course until it is closed. */
export function beginCase(life: Life, opening: Opening): void {
  if (hasOpenCase(life)) return;
  const { random } = life.family;
  const caseKind = opening === 'family-help' ? 'family-help' : 'child-in-need';
  life.caseNumber += 1;
  life.caseKind = caseKind;
  life.openedOn = life.day;
  life.heldUntil = 0;
  life.isStale = true;
  tellEvent(life, { event: 'case-opened', caseKind, team: teamOf(life) });
  const pregnancy = pregnancyOf(life);
  if (pregnancy !== undefined) considerPreBirth(life, pregnancy);
  if (opening === 'family-help') {
    later(life, closingDay(life), () => close(life));
    return;
  }
  if (opening !== 'assessment') beginEnquiry(life);
  if (random.chance(rates.laterEnquiry.value)) {
    const [soonest, latest] = rates.laterEnquiryDays.value as [number, number];
    later(life, life.day + random.between(soonest, latest), () => beginEnquiry(life));
  }
  assess(life, opening);
}

function assess(life: Life, opening: Opening): void {
  const { random } = life.family;
  const [shortest, longest] = rates.assessmentDays.value as [number, number];
  const started = random.pick(rates.assessmentStarted.value);
  const completedOn = workingDayAfter(life.day, random.between(shortest, longest));
  if (started === 'never') {
    later(life, completedOn, () => close(life));
    return;
  }
  later(life, workingDayAfter(life.day, Number(started)), () =>
    tellEvent(life, { event: 'assessment-started' }),
  );
  later(life, completedOn, () => {
    tellEvent(life, { event: 'assessment-completed' });
    if (opening === 'assessment' && random.chance(rates.notInNeed.value)) {
      close(life);
      return;
    }
    if (random.chance(rates.movedTeam.value)) {
      tellEvent(life, { event: 'moved-team', team: `${teamOf(life)}-long-term` });
    }
    later(life, closingDay(life), () => close(life));
  });
}

/** When a case in need is closed, by the published bands of how long episodes last. */
function closingDay({ family, day, openedOn }: Life): Day {
  const bands = Object.keys(rates.episodeMonths.value).map(Number);
  const longest = Number(family.random.pick(rates.episodeMonths.value));
  const shortest = bands[bands.indexOf(longest) - 1] ?? 0;
  const soonest = Math.max(monthsAfter(openedOn, shortest), day + 1);
  return family.random.between(soonest, Math.max(monthsAfter(openedOn, longest), soonest));
}

function close(life: Life): void {
  if (life.caseKind === undefined) return;
  if (life.day < life.heldUntil) {
    later(life, life.heldUntil, () => close(life));
    return;
  }
  tellEvent(life, { event: 'case-closed', caseKind: life.caseKind });
  life.caseKind = undefined;
  life.isStale = true;
}

const hold = (life: Life, until: Day): void => {
  life.heldUntil = Math.max(life.heldUntil, until);
};

/** A section 47 enquiry begins today with its strategy discussion, and may lead to a plan. */
export function beginEnquiry(life: Life): void {
  const { random } = life.family;
  const held = random.pick(rates.strategyHeld.value);
  const heldOn = workingDayAfter(life.day, held === 'never' ? 1 : Number(held));
  later(life, heldOn, () => {
    if (held !== 'never') tellEvent(life, { event: 'strategy-discussion' });
    tellEvent(life, { event: 's47', subject: 'child' });
    if (random.chance(rates.removalAfterEnquiry.value)) {
      remove(life, random.pick(rates.removalKinds.value.atOnce));
    } else if (random.chance(rates.planAfterEnquiry.value)) {
      hold(life, life.day + 30);
      later(life, workingDayAfter(life.day, 15), () => beginPlan(life));
    }
  });
}

function beginPlan(life: Life): void {
  if (life.caseKind === 'child-protection' || life.caseKind === 'looked-after') return;
  const { random } = life.family;
  life.caseKind = 'child-protection';
  tellEvent(life, { event: 'case-stepped-up', caseKind: 'child-protection' });
  tellEvent(life, { event: 'child-protection-plan', subject: 'child' });
  const [shortest, longest] = rates.planMonths.value as [number, number];
  const endsOn = monthsAfter(life.day, random.between(shortest, longest));
  hold(life, endsOn);
  if (random.chance(rates.proceedingsAfterPlan.value)) {
    const [soonest, latest] = rates.proceedingsDays.value as [number, number];
    later(life, life.day + random.between(soonest, latest), () => goToCourt(life));
  }
  later(life, endsOn, () => endPlan(life));
}

function endPlan(life: Life): void {
  if (life.caseKind !== 'child-protection') return;
  if (life.family.random.chance(rates.steppedDownAfterPlan.value)) {
    life.caseKind = 'child-in-need';
    tellEvent(life, { event: 'case-stepped-down', caseKind: 'child-in-need' });
    later(life, closingDay(life), () => close(life));
  } else {
    close(life);
  }
}

function goToCourt(life: Life): void {
  const { random } = life.family;
  tellEvent(life, { event: 'legal-proceedings', subject: 'child' });
  hold(life, life.day + 180);
  if (!random.chance(rates.removalAfterProceedings.value)) return;
  const [soonest, latest] = rates.removalDays.value as [number, number];
  later(life, life.day + random.between(soonest, latest), () =>
    remove(life, random.pick(rates.removalKinds.value.inProceedings)),
  );
}

function remove(
  life: Life,
  removalKind: 'court-order' | 'police-protection' | 'section-20' | 'kinship-placement',
): void {
  life.caseKind = 'looked-after';
  life.removedOn = life.day;
  life.isStale = true;
  tellEvent(life, { event: 'removal', subject: 'child', removalKind });
  tellEvent(life, { event: 'case-stepped-up', caseKind: 'looked-after' });
  const [shortest, longest] = rates.lookedAfterMonths.value as [number, number];
  hold(life, monthsAfter(life.day, life.family.random.between(shortest, longest)));
  later(life, life.heldUntil, () => close(life));
}

/** Where a case is open before a birth, a pre-birth assessment may begin. Considered once for each pregnancy. */
export function considerPreBirth(life: Life, pregnancy: Pregnancy): void {
  const { random } = life.family;
  if (life.considered.has(pregnancy)) return;
  life.considered.add(pregnancy);
  if (!random.chance(rates.preBirthAssessment.value)) return;
  const startsOn = workingDayAfter(life.day, random.between(1, 20));
  const endsOn = startsOn + random.between(25, 60);
  const happens = (day: Day): boolean => day < (pregnancy.born ?? pregnancy.lost ?? pregnancy.due);
  if (happens(startsOn)) {
    later(life, startsOn, () => tellEvent(life, { event: 'pre-birth-assessment-started' }));
  }
  if (happens(endsOn)) {
    later(life, endsOn, () => tellEvent(life, { event: 'pre-birth-assessment-completed' }));
  }
}

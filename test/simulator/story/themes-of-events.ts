import { aChildUnder, anAgency, dueIn, type Theme } from './themes-of-counts.ts';

const refused = ['nfa', 'nfa', 'advice'] as const;

/** What the family went through before, years ago or lately. */
const history: Theme = (told, misses) => {
  const { random } = told.on;
  const happenedOn = told.dateBack({ days: random.pick([40, 400, 2500, 6000]) });
  const subject = misses ? 'parent-in-own-childhood' : 'child';
  const kind = random.pick(['child-protection-plan', 'removal'] as const);
  if (kind === 'removal') {
    const removalKind = random.pick([
      'court-order',
      'police-protection',
      'section-20',
      'kinship-placement',
    ] as const);
    told.happen({ event: kind, happenedOn, subject, removalKind });
  } else {
    told.happen({ event: kind, happenedOn, subject });
  }
};

export const historyAndBaby: Theme = (told, misses) => {
  const { random } = told.on;
  const isUnborn = random.chance(0.4);
  const more = isUnborn
    ? dueIn(told, random.int(1, 280))
    : aChildUnder(told, 12, misses && random.chance(0.5));
  told.refer({
    ...anAgency(told, 2),
    days: random.pick([0, 30, 85]),
    concerns: ['education'],
    outcome: random.pick(refused),
    more,
  });
  told.refer({ ...anAgency(told, 0), concerns: ['other'], outcome: 'pending' });
  history(told, misses);
};

export const historyAgain: Theme = (told, misses) => {
  const { random } = told.on;
  const code = misses ? '6' : random.pick(['1A', '2A', '3C', '9'] as const);
  told.refer({
    code,
    ...(random.chance(0.5) ? { months: 3 } : { days: 3 }),
    concerns: ['neglect'],
    outcome: 'nfa',
  });
  told.refer({ code: '8', concerns: ['other'] });
  if (random.chance(0.4)) {
    const subject = 'child';
    told.happen({ event: 'legal-proceedings', happenedOn: told.dateBack({ days: 900 }), subject });
  } else history(told, false);
};

export const openCase: Theme = (told, misses) => {
  const { random } = told.on;
  const isPhysical = random.chance(0.4);
  const days = isPhysical ? [150, 0] : [90, 45, 0];
  for (const [index, back] of days.entries()) {
    told.refer({
      ...anAgency(told, index),
      days: back,
      concerns: [isPhysical ? 'physical' : 'neglect'],
      outcome: 'passed-to-worker',
    });
  }
  const caseKind = random.pick(['early-help', 'child-in-need', 'child-protection'] as const);
  told.happen({ event: 'case-opened', happenedOn: told.dateBack({ days: 200 }), caseKind, team: 'south' });
  if (random.chance(0.3))
    told.happen({ event: 'case-stepped-up', happenedOn: told.dateBack({ days: 20 }), caseKind });
  if (misses) told.happen({ event: 'case-closed', happenedOn: told.dateBack({ days: 95 }), caseKind });
  if (random.chance(0.3))
    told.happen({ event: 'moved-team', happenedOn: told.dateBack({ days: 10 }), team: 'north' });
};

export const promiseNotKept: Theme = (told, misses) => {
  const { random } = told.on;
  const [outcome, event, days] = random.pick([
    ['assessment', 'assessment-started', 20],
    ['strategy', 'strategy-discussion', 6],
    ['early-help', 'early-help-accepted', 45],
  ] as const);
  told.refer({ ...anAgency(told, 1), days, concerns: ['neglect'], outcome, source: 'front-door' });
  told.refer({ code: '10', concerns: ['other'] });
  if (misses) told.happen({ event, happenedOn: told.dateBack({ days: days - 1 }) });
};

export const unbornUnassessed: Theme = (told, misses) => {
  const { random } = told.on;
  const more = dueIn(told, random.pick([84, 84, 30, 83]));
  told.refer({
    ...anAgency(told, 1),
    days: random.pick([0, 60]),
    concerns: ['substance-misuse'],
    outcome: 'nfa',
    more,
  });
  told.refer({ ...anAgency(told, 0), concerns: ['other'] });
  if (misses) told.happen({ event: 'pre-birth-assessment-started', happenedOn: told.dateBack({ days: 2 }) });
  else if (random.chance(0.2)) {
    told.happen({
      event: random.pick(['birth', 'end-of-pregnancy'] as const),
      happenedOn: told.dateBack({ days: 0 }),
    });
  }
};

export const newAdult: Theme = (told, misses) => {
  const { random } = told.on;
  const more = random.chance(0.6) ? { more: aChildUnder(told, 60, random.chance(0.3)) ?? {} } : {};
  told.refer({ ...anAgency(told, 0), days: 100, concerns: ['new-adult'], ...more });
  told.refer({ ...anAgency(told, 0), concerns: ['parental-separation'] });
  const back = misses ? { months: 6, days: 110 } : random.pick([{ months: 6 }, { days: 3 }]);
  told.happen({ event: 'new-adult', happenedOn: told.dateBack(back) });
};

export const cameBack: Theme = (told, misses) => {
  const { random } = told.on;
  told.refer({
    ...anAgency(told, 1),
    months: 12,
    days: misses ? 0 : random.pick([1, 200]),
    concerns: ['other'],
  });
  told.refer({
    ...anAgency(told, 0),
    concerns: ['neglect'],
    outcome: random.pick(refused),
    more: aChildUnder(told, 60, false),
  });
};

export const leftView: Theme = (told, misses) => {
  const { random } = told.on;
  const isQuiet = misses;
  told.refer({
    ...anAgency(told, 0),
    days: 30,
    concerns: ['education'],
    outcome: isQuiet ? 'family-help' : 'nfa',
  });
  told.refer({ ...anAgency(told, 0), concerns: ['missing'] });
  const event = random.pick([
    'withdrawn-from-school',
    'not-brought',
    'moved-authority-in',
    'moved-authority-out',
  ] as const);
  for (let time = 0; time < (event === 'not-brought' ? 3 : 1); time += 1) {
    told.happen({ event, happenedOn: told.dateBack({ days: 10 * time + 1 }) });
  }
};

export const pregnancyTold: Theme = (told, misses) => {
  const { random } = told.on;
  told.refer({ ...anAgency(told, 1), days: 40, concerns: ['mental-health'], outcome: 'advice' });
  told.refer({ ...anAgency(told, 0), days: misses ? 40 : 0, concerns: ['domestic-abuse'], outcome: 'nfa' });
  const expectedDateOfBirth = told.dateBack({ days: -random.int(10, 150) });
  told.happen({ event: 'pregnancy', happenedOn: told.dateBack({ days: 30 }), expectedDateOfBirth });
  told.happen({ event: 's47', happenedOn: told.dateBack({ days: 300 }), subject: 'child' });
  if (random.chance(0.3))
    told.happen({ event: 'assessment-completed', happenedOn: told.dateBack({ days: 0 }) });
};

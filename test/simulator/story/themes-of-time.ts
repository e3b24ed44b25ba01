import { anAgency, edgeOf, harms, refused, type Theme } from './themes-of-counts.ts';

export const longHaul: Theme = (told, misses) => {
  const { random } = told.on;
  told.refer({ ...anAgency(told, 0), ...edgeOf(36, misses), concerns: [random.pick(harms)] });
  for (const [index, days] of [900, 650, 500, 380].entries()) {
    told.refer({ ...anAgency(told, index + 1), days, concerns: [random.pick(harms)], outcome: 'assessment' });
  }
  told.refer({ ...anAgency(told, 2), concerns: ['other'] });
};

export const watched: Theme = (told, misses) => {
  const { random } = told.on;
  const isOneIncident = misses && random.chance(0.5);
  const incident = isOneIncident ? { more: { incidentRef: told.on.words.reference('incident') } } : {};
  told.refer({
    ...anAgency(told, 0),
    source: 'front-door',
    ...edgeOf(12, misses && !isOneIncident),
    concerns: ['neglect'],
    ...incident,
  });
  told.refer({
    ...anAgency(told, 1),
    source: 'front-door',
    days: random.int(20, 200),
    concerns: ['neglect'],
    ...incident,
  });
  told.refer({
    ...anAgency(told, 0),
    source: 'front-door',
    time: 'one-in-the-morning',
    concerns: ['home-conditions'],
    ...incident,
  });
};

/** Crossed a year and more ago, told of today: nothing of it is new. */
export const longAgo: Theme = (told, misses) => {
  const { random } = told.on;
  const since = random.int(misses ? 30 : 91, 500);
  for (const [index, code] of (['1A', '2A', '3A', '6'] as const).entries()) {
    told.refer({
      code,
      days: since + index,
      person: `person-${code}`,
      concerns: ['neglect'],
      outcome: random.pick(refused),
    });
  }
};

const codes = [
  '1A',
  '1B',
  '1C',
  '1D',
  '2A',
  '2B',
  '3A',
  '3C',
  '4',
  '5A',
  '5C',
  '5D',
  '6',
  '7',
  '8',
  '9',
  '10',
] as const;
const purposes = [
  'concern',
  'concern',
  'concern',
  'notification',
  'information-request',
  'service-request',
] as const;
const outcomes = [
  ...refused,
  'pending',
  'unknown',
  'consent-refused',
  'passed-to-other-authority',
  's47',
] as const;

/** Anything that may come, in any number and of any time. */
export const anything: Theme = (told, misses) => {
  const { random } = told.on;
  const most = misses ? 3 : 12;
  for (let index = random.int(2, most); index > 0; index -= 1) {
    told.refer({
      code: random.pick(codes),
      person: random.pick(['person-1', 'person-2']),
      organisation: random.pick(['body-1', 'body-2', 'body-3']),
      days: random.pick([0, 0, 1, 5, 6, 28, 90, 91, 180, 364, 365, 366]),
      time: random.pick(['same', 'same', 'first-instant', 'last-instant']),
      concerns: random.shuffled([...harms, 'other'] as const).slice(0, random.int(0, 3)),
      outcome: random.pick(outcomes),
      subject: random.pick(['parent', 'child', 'other']),
      more: { purpose: random.pick(purposes) },
    });
  }
};

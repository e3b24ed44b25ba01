import fc from 'fast-check';

/** The exact windows of which whole ones lie between some families' referrals. */
export const exactLengths = { PT1S: 1000, PT1H: 3_600_000, PT24H: 86_400_000 } as const;
export const exactWindow = fc.constantFrom(...(Object.keys(exactLengths) as (keyof typeof exactLengths)[]));

const calendarDuration = fc.constantFrom(
  'P1D',
  'P5D',
  'P7D',
  'P30D',
  'P90D',
  'P1W',
  'P4W',
  'P1M',
  'P2M',
  'P6M',
  'P6M',
  'P12M',
  'P12M',
  'P1Y',
  'P1M1D',
  'P1Y1M',
);
const exactDuration = fc.constantFrom('PT1S', 'PT1H', 'PT24H', 'PT168H', 'PT48H30M', 'PT8760H');
const workingDays = fc.constantFrom(
  '1 working day',
  '2 working days',
  '3 working days',
  '10 working days',
  '20 working days',
  '120 working days',
);
/** What a window may be. */
export const windowDuration = fc.oneof(
  { weight: 4, arbitrary: calendarDuration },
  { weight: 1, arbitrary: exactDuration },
  { weight: 2, arbitrary: workingDays },
);
/** What a time of the calendar or of the clock may be. */
export const duration = fc.oneof(
  { weight: 3, arbitrary: calendarDuration },
  { weight: 1, arbitrary: exactDuration },
);

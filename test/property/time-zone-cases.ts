/** Prints the findings of cases in which dates matter most; run in several machine time zones, which must change nothing. */
import { readFileSync } from 'node:fs';
import { examine } from '../../core/pattern/examine.ts';
import { Policy } from '../../core/policy/policy.ts';
import { aFamily, aLine, aPolicy, aReferral } from '../support/a-family.ts';

const shipped = Policy.parse(
  JSON.parse(readFileSync(new URL('../../policies/default.json', import.meta.url), 'utf8')),
);
const policies = [
  shipped,
  aPolicy([
    aLine({ id: 'month', window: 'P1M' }),
    aLine({ id: 'day', window: 'P1D' }),
    aLine({ id: 'hours', window: 'PT24H' }),
    aLine({ id: 'working', window: '5 working days' }),
    aLine({
      id: 'baby',
      when: { all: [{ count: 'incidents', atLeast: 2 }, { household: { unborn: true, under: 'P6M' } }] },
    }),
  ]),
];

/** Pairs of instants at the edges of London's days, months and clock changes. */
const pairs = [
  ['2024-02-29T00:00:00Z', '2024-03-31T23:30:00+01:00'],
  ['2023-02-28T23:59:59.999Z', '2023-03-31T12:00:00+01:00'],
  ['2024-03-30T23:59:59Z', '2024-03-31T00:30:00Z'],
  ['2024-03-31T00:59:59Z', '2024-03-31T01:00:00Z'],
  ['2024-10-26T22:59:59Z', '2024-10-27T23:00:00Z'],
  ['2024-10-27T00:30:00Z', '2024-10-27T01:30:00Z'],
  ['2023-12-31T23:59:59Z', '2024-12-31T23:59:59Z'],
  ['2024-06-30T23:00:00Z', '2024-07-30T22:59:59Z'],
  // Five working days apart, over Easter and over Christmas.
  ['2024-03-26T12:00:00Z', '2024-04-04T22:59:59.999Z'],
  ['2024-12-23T23:59:59.999Z', '2025-01-01T00:00:00Z'],
] as const;

const findings = pairs.flatMap(([first, second]) =>
  policies.map((policy) =>
    examine(
      aFamily(
        aReferral('a', first, { household: { children: [{ dateOfBirth: '2023-09-29' }] } }),
        aReferral('b', second, { referrer: { sourceCode: '6' }, incidentDate: '2024-04-01' }),
        aReferral('c', second, {
          referrer: { sourceCode: '3A' },
          concerns: [{ kind: 'physical', subject: 'child' }],
        }),
      ),
      { policy, hash: 'hash' },
      Date.parse(second),
    ),
  ),
);
process.stdout.write(JSON.stringify({ offset: new Date(2024, 6, 1).getTimezoneOffset(), findings }));

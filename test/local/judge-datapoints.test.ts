import { describe, expect, it, test } from 'vitest';
import type { LocalAlarmState, MissingDataTreatment } from '../../local/assembly/watch-model.ts';
import { judgeDatapoints, periodsRetrieved } from '../../local/watch/judge-datapoints.ts';

const treatments: readonly MissingDataTreatment[] = ['missing', 'ignore', 'breaching', 'notBreaching'];

const rule = (datapointsToAlarm: number, missingData: MissingDataTreatment) =>
  ({
    evaluationPeriods: 3,
    datapointsToAlarm,
    threshold: 1,
    comparison: 'GreaterThanOrEqualToThreshold',
    missingData,
  }) as const;

/** `0 - X`: within the threshold, missing, breaching. */
const datapoints = (written: string) =>
  written.split(' ').map((each) => (each === '-' ? undefined : Number(each === 'X')));

/**
 * The tables of the CloudWatch User Guide, "Configuring how CloudWatch alarms
 * treat missing data", of its editions of 2019 and 2025: datapoints, M of 3, and
 * the state where missing data are missing, ignored, breaching, not breaching.
 */
const table: readonly (readonly [string, number, string])[] = [
  ['0 - X - X', 3, 'OK OK OK OK'],
  ['0 - - - -', 3, 'OK OK OK OK'],
  ['- - - - 0', 3, 'OK OK OK OK'],
  ['- - - - -', 3, 'INSUFFICIENT_DATA retain ALARM OK'],
  ['0 X X - X', 3, 'ALARM ALARM ALARM ALARM'],
  ['- - X - -', 3, 'ALARM retain ALARM OK'],
  ['- - - - X', 3, 'INSUFFICIENT_DATA retain ALARM OK'],
  ['X - - - -', 3, 'ALARM retain ALARM OK'],
  ['0 - X - X', 2, 'ALARM ALARM ALARM ALARM'],
  ['0 0 X 0 X', 2, 'ALARM ALARM ALARM ALARM'],
  ['0 - X - -', 2, 'OK OK ALARM OK'],
  ['- - - - 0', 2, 'OK OK ALARM OK'],
  ['- - - X -', 2, 'ALARM retain ALARM OK'],
  ['- - - - X', 2, 'INSUFFICIENT_DATA retain ALARM OK'],
];

describe('an alarm with missing data', () => {
  test.each(table)(
    'comes of %s, %i of 3, to the state that the user guide gives',
    (written, least, states) => {
      const expected = states.split(' ');
      for (const [index, treatment] of treatments.entries()) {
        for (const current of ['OK', 'ALARM'] as const) {
          const state: LocalAlarmState = judgeDatapoints(
            datapoints(written),
            rule(least, treatment),
            current,
          );
          expect({ treatment, state }).toEqual({
            treatment,
            state: expected[index] === 'retain' ? current : expected[index],
          });
        }
      }
      expect(expected).toHaveLength(treatments.length);
    },
  );

  it('looks at five periods where three are evaluated, as the examples of the user guide do', () => {
    expect(periodsRetrieved(rule(3, 'missing'))).toBe(5);
  });
});

describe('an alarm without missing data', () => {
  it.each([
    ['GreaterThanOrEqualToThreshold', [false, true, true]],
    ['GreaterThanThreshold', [false, false, true]],
    ['LessThanThreshold', [true, false, false]],
    ['LessThanOrEqualToThreshold', [true, true, false]],
  ] as const)('compares by %s', (comparison, expected) => {
    const one = { ...rule(1, 'missing'), evaluationPeriods: 1, comparison };
    expect([0, 1, 2].map((value) => judgeDatapoints([value], one, 'OK') === 'ALARM')).toEqual(expected);
  });

  it('counts breaching datapoints that do not follow each other', () => {
    const twoOfThree = rule(2, 'missing');
    expect(judgeDatapoints(datapoints('0 0 X 0 X'), twoOfThree, 'OK')).toBe('ALARM');
    expect(judgeDatapoints(datapoints('X X 0 0 X'), twoOfThree, 'ALARM')).toBe('OK');
  });
});

import { expect, test } from 'vitest';
import { agencyGroupOf, agencyGroupTitles, isLay, SourceCode } from '../../core/referral/source-code.ts';
import { voiceOf } from '../../core/referral/voice.ts';

const groups = {
  '1A': '1',
  '1B': '1',
  '1C': '1',
  '1D': '1',
  '2A': '2',
  '2B': '2',
  '3A': '3',
  '3B': '3',
  '3C': '3',
  '3D': '3',
  '3E': '3',
  '3F': '3',
  '4': '4',
  // Social care itself and another authority are no corroborating agency; the council's other services are.
  '5A': undefined,
  '5B': '5',
  '5C': undefined,
  '5D': '5',
  '6': '6',
  '7': '7',
  '8': '8',
  '9': '9',
  // Unknown is not an individual, though its code begins with 1.
  '10': undefined,
} as const;

test.each(Object.entries(groups))('source %s is of agency group %s', (code, group) => {
  expect(agencyGroupOf(SourceCode.parse(code))).toBe(group);
});

test('every source code was looked at, and every group has a title of its own', () => {
  expect(Object.keys(groups).sort()).toEqual([...SourceCode.options].sort());
  const used = new Set(Object.values(groups).filter((group) => group !== undefined));
  expect(Object.keys(agencyGroupTitles).sort()).toEqual([...used].sort());
  expect(agencyGroupTitles).toEqual({
    '1': 'individuals',
    '2': 'education',
    '3': 'health',
    '4': 'housing',
    '5': 'council services',
    '6': 'police',
    '7': 'courts and probation',
    '8': 'other agencies',
    '9': 'anonymous',
  });
});

test('only individuals are lay people', () => {
  expect(SourceCode.options.filter(isLay)).toEqual(['1A', '1B', '1C', '1D']);
});

test('the voice of a professional is the organisation', () => {
  expect(voiceOf({ sourceCode: '2A', organisationRef: 'school-1', referrerRef: 'teacher-1' })).toBe(
    voiceOf({ sourceCode: '2A', organisationRef: 'school-1', referrerRef: 'teacher-2' }),
  );
  // One body may report under two codes and is still one voice.
  expect(voiceOf({ sourceCode: '2A', organisationRef: 'body-1' })).toBe(
    voiceOf({ sourceCode: '3A', organisationRef: 'body-1' }),
  );
  expect(voiceOf({ sourceCode: '2A', organisationRef: 'school-1' })).not.toBe(
    voiceOf({ sourceCode: '2A', organisationRef: 'school-2' }),
  );
});

test('professionals without an organisation are one voice for each source code', () => {
  expect(voiceOf({ sourceCode: '6' })).toBe(voiceOf({ sourceCode: '6', referrerRef: 'officer-1' }));
  expect(voiceOf({ sourceCode: '6' })).not.toBe(voiceOf({ sourceCode: '7' }));
  // An organisation that happens to be called like a code is not that code.
  expect(voiceOf({ sourceCode: '6' })).not.toBe(voiceOf({ sourceCode: '6', organisationRef: '6' }));
});

test('the voice of a lay person is their own reference', () => {
  expect(voiceOf({ sourceCode: '1A', referrerRef: 'person-1', organisationRef: 'body-1' })).toBe(
    voiceOf({ sourceCode: '1C', referrerRef: 'person-1', organisationRef: 'body-2' }),
  );
  expect(voiceOf({ sourceCode: '1A', referrerRef: 'person-1' })).not.toBe(
    voiceOf({ sourceCode: '1A', referrerRef: 'person-2' }),
  );
});

test('lay people without a reference are one voice for each source code', () => {
  expect(voiceOf({ sourceCode: '1A' })).toBe(voiceOf({ sourceCode: '1A', organisationRef: 'body-1' }));
  expect(voiceOf({ sourceCode: '1A' })).not.toBe(voiceOf({ sourceCode: '1B' }));
  // A person and an organisation with the same reference are two voices.
  expect(voiceOf({ sourceCode: '1A', referrerRef: 'same' })).not.toBe(
    voiceOf({ sourceCode: '2A', organisationRef: 'same' }),
  );
});

test('all anonymous ones are one voice, whatever reference they carry', () => {
  expect(voiceOf({ sourceCode: '9' })).toBe('anonymous');
  expect(voiceOf({ sourceCode: '9', referrerRef: 'person-1', organisationRef: 'body-1' })).toBe('anonymous');
});

test('an unknown source is no voice', () => {
  expect(voiceOf({ sourceCode: '10' })).toBeUndefined();
  expect(voiceOf({ sourceCode: '10', referrerRef: 'person-1', organisationRef: 'body-1' })).toBeUndefined();
});

test('social care and another authority are voices', () => {
  expect(voiceOf({ sourceCode: '5A' })).not.toBe(voiceOf({ sourceCode: '5C' }));
  expect(voiceOf({ sourceCode: '5A' })).toBeDefined();
});

import { describe, expect, it } from 'vitest';
import { compileFilterPatterns } from '../../local/streams/filter-pattern.ts';

const record = {
  eventName: 'INSERT',
  dynamodb: {
    Keys: { pk: { S: 'PARCEL#1' }, sk: { S: 'state' } },
    NewImage: { tags: { SS: ['wet', 'late'] } },
  },
};
const keys = (pk: unknown) => ({ dynamodb: { Keys: { pk: { S: pk } } } });
const passes = (...patterns: unknown[]) => compileFilterPatterns(patterns, 'Stack/Mapping')(record);

describe('filter patterns of a mapping', () => {
  it('let everything through when there are none', () => {
    expect(passes()).toBe(true);
  });

  it.each<[string, unknown, boolean]>([
    ['an equal value', { eventName: ['INSERT'] }, true],
    ['one of several values', { eventName: ['REMOVE', 'INSERT'] }, true],
    ['another value', { eventName: ['REMOVE'] }, false],
    ['a value in another case', { eventName: ['insert'] }, false],
    ['a value that is equal but for its case', { eventName: [{ 'equals-ignore-case': 'insert' }] }, true],
    ['a prefix', keys([{ prefix: 'PARCEL#' }]), true],
    ['another prefix', keys([{ prefix: 'DAY#' }]), false],
    ['a suffix', keys([{ suffix: '#1' }]), true],
    ['another suffix', keys([{ suffix: '#2' }]), false],
    ['a key that exists', keys([{ exists: true }]), true],
    ['a key that must not exist but does', keys([{ exists: false }]), false],
    ['a key that is absent, as wanted', { dynamodb: { OldImage: { pk: { S: [{ exists: false }] } } } }, true],
    ['anything but another value', keys([{ 'anything-but': ['PARCEL#2'] }]), true],
    ['anything but this value', keys([{ 'anything-but': ['PARCEL#1'] }]), false],
    ['anything but this prefix', keys([{ 'anything-but': { prefix: 'PARCEL#' } }]), false],
    ['anything but, on a key that is absent', { missing: [{ 'anything-but': ['x'] }] }, false],
    ['both of two keys', { eventName: ['INSERT'], ...keys([{ prefix: 'PARCEL#' }]) }, true],
    ['only one of two keys', { eventName: ['REMOVE'], ...keys([{ prefix: 'PARCEL#' }]) }, false],
    ['one of alternatives', { $or: [{ eventName: ['REMOVE'] }, keys([{ prefix: 'PARCEL#' }])] }, true],
    ['an element of a list', { dynamodb: { NewImage: { tags: { SS: ['late'] } } } }, true],
    ['no element of a list', { dynamodb: { NewImage: { tags: { SS: ['early'] } } } }, false],
  ])('judge %s', (_, pattern, expected) => {
    expect(passes(pattern)).toBe(expected);
  });

  it('let a record through when one of several patterns matches', () => {
    expect(passes({ eventName: ['REMOVE'] }, { eventName: ['INSERT'] })).toBe(true);
  });

  it.each<[string, unknown]>([
    ['numeric', keys([{ numeric: ['>', 1] }])],
    ['wildcard', keys([{ wildcard: '*' }])],
    ['a value that is no list', { eventName: 'INSERT' }],
  ])('stop on %s, which DynamoDB mappings do not have', (_, pattern) => {
    expect(() => passes(pattern)).toThrow('Stack/Mapping: the local stack does not know the filter');
  });
});

import { describe, expect, it } from 'vitest';
import { attributeNamesOf, faultOfFilterPolicy } from '../../local/sns/filter-policy.ts';

const faultOf = (policy: unknown) => faultOfFilterPolicy(JSON.stringify(policy));
const values = (count: number) => Array.from({ length: count }, (_, index) => `v${index}`);

describe('a filter policy on message attributes', () => {
  it.each([
    ['an equal text', { depot: ['leeds'] }],
    ['several values and attributes', { depot: ['leeds', 'york'], weight: [7] }],
    ['null, true and false', { depot: [null, true, false] }],
    ['an attribute that must be there', { depot: [{ exists: true }] }],
    ['a prefix and a suffix', { depot: [{ prefix: 'le' }, { suffix: 'ds' }] }],
    ['anything but', { depot: [{ 'anything-but': ['york', 'hull'] }, { 'anything-but': { prefix: 'x' } }] }],
    ['a range of numbers', { weight: [{ numeric: ['>', 5, '<=', 10] }] }],
    ['either of two attributes', { $or: [{ depot: ['leeds'] }, { weight: [7] }] }],
    ['nothing at all', {}],
    ['150 combinations', { one: values(15), other: values(10) }],
    ['five attributes', Object.fromEntries(values(5).map((name) => [name, ['a']]))],
  ])('may ask for %s', (_what, policy) => {
    expect(faultOf(policy)).toBeUndefined();
  });

  it.each([
    ['a list', ['leeds'], 'failed to parse JSON.'],
    ['a value outside a list', { depot: 'leeds' }, '"depot" must be an array'],
    ['something nested', { depot: { name: ['leeds'] } }, '"depot" must be an array'],
    ['an empty list', { depot: [] }, 'Empty arrays are not allowed'],
    ['an operator that SNS does not have', { depot: [{ like: 'le' }] }, 'Unrecognized match type in "depot"'],
    [
      'two operators in one',
      { depot: [{ prefix: 'le', suffix: 'ds' }] },
      'Unrecognized match type in "depot"',
    ],
    ['a number too large', { weight: [2e9] }, 'Unrecognized match type in "weight"'],
    ['$or that is no list', { $or: { depot: ['leeds'] } }, '"$or" must be an array of objects'],
    ['a fault inside $or', { $or: [{ depot: [] }, { weight: [7] }] }, 'Empty arrays are not allowed'],
    ['151 combinations and more', { one: values(16), other: values(10) }, 'Filter policy is too complex'],
    [
      'six attributes',
      Object.fromEntries(values(6).map((name) => [name, ['a']])),
      'Filter policy can not have more than 5 keys',
    ],
  ])('may not be or hold %s', (_what, policy, fault) => {
    expect(faultOf(policy)).toBe(fault);
  });

  it('must be JSON, and not too long', () => {
    expect(faultOfFilterPolicy('{')).toBe('failed to parse JSON.');
    expect(faultOf({ depot: ['x'.repeat(256 * 1024)] })).toBe('Filter policy is too long');
  });

  it('names the attributes it asks for', () => {
    const policy = { depot: ['leeds'], $or: [{ weight: [7] }, { colour: ['red'] }] };
    expect(attributeNamesOf(JSON.stringify(policy))).toEqual(['depot', 'weight', 'colour']);
  });
});

import { describe, expect, it } from 'vitest';
import { identifiersOf, timelineIdOf } from '../../core/family/identifiers.ts';
import { plainPseudonyms as pseudonyms } from '../../functions/adapters/memory/plain-pseudonyms.ts';

const source = 'front-door';
const referralId = 'R-1';

describe('the identifiers of a referral', () => {
  it('are what its source calls the children, then NHS numbers, then pupil numbers, each once', () => {
    const given = {
      source,
      upns: ['H801200001001'],
      nhsNumbers: ['9434765919', '9990000018', '9434765919'],
      childRefs: ['C-2', 'C-1', 'C-2'],
    };
    expect(identifiersOf(given, pseudonyms)).toEqual([
      { kind: 'child-ref', id: 'identifier:child-ref:front-door:C-2' },
      { kind: 'child-ref', id: 'identifier:child-ref:front-door:C-1' },
      { kind: 'nhs-number', id: 'identifier:nhs-number:9434765919' },
      { kind: 'nhs-number', id: 'identifier:nhs-number:9990000018' },
      { kind: 'upn', id: 'identifier:upn:H801200001001' },
    ]);
    expect(identifiersOf({ source, familyRef: 'F-1' }, pseudonyms)).toEqual([]);
  });

  it('mean the same from whoever they come, but for a source’s own references', () => {
    const given = { childRefs: ['C-1'], nhsNumbers: ['9434765919'], upns: ['H801200001001'] };
    const [ref, ...numbers] = identifiersOf({ source, ...given }, pseudonyms);
    const [otherRef, ...same] = identifiersOf({ source: 'schools', ...given }, pseudonyms);
    expect(numbers).toEqual(same);
    expect(ref).not.toEqual(otherRef);
  });
});

describe('the timeline of a referral', () => {
  const timeline = (given: object): string => {
    const submission = { source, referralId, ...given };
    return timelineIdOf(submission, identifiersOf(submission, pseudonyms), pseudonyms);
  };

  it('is that of the family’s own reference, whatever else it gives', () => {
    expect(timeline({ familyRef: 'F-1', childRefs: ['C-1'] })).toBe('timeline:family-ref:front-door:F-1');
  });

  it('is without one that of a child, the same whatever the order and the referral', () => {
    const expected = 'timeline:identifier:front-door:identifier%3Achild-ref%3Afront-door%3AC-1';
    expect(timeline({ childRefs: ['C-2', 'C-1'], upns: ['H801200001001'] })).toBe(expected);
    expect(timeline({ childRefs: ['C-1', 'C-2'], referralId: 'R-2' })).toBe(expected);
  });

  it('is each source’s own, also where a number is everybody’s', () => {
    const nhsNumbers = ['9434765919'];
    expect(timeline({ nhsNumbers })).not.toBe(timeline({ nhsNumbers, source: 'schools' }));
  });

  it('is that of the referral alone where it gives nothing', () => {
    expect(timeline({})).toBe('timeline:referral:front-door:R-1');
    expect(timeline({ childRefs: [] })).toBe('timeline:referral:front-door:R-1');
  });
});

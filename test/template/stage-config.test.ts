import { describe, expect, it } from 'vitest';
import { parseStageConfig } from '../../lib/stage-config.ts';
import { dev } from '../../lib/stages/dev.ts';
import { stageConfig } from '../../lib/stages/stage-config-of.ts';

const withFirst = (list: 'clients' | 'recipients', change: object): unknown => ({
  ...dev,
  [list]: [{ ...dev[list][0], ...change }, ...dev[list].slice(1)],
});

describe('the configuration of a stage', () => {
  it('is found by name', () => {
    expect(stageConfig('dev').stage).toBe('dev');
    expect(stageConfig('prod').stage).toBe('prod');
  });

  it.each([['staging'], [undefined], [7]])(
    'of which there is none is refused with those there are: %s',
    (name) => {
      expect(() => stageConfig(name)).toThrow(/There is no stage .* -c stage=dev\|prod/);
    },
  );

  it('has no person in prod', () => {
    expect(stageConfig('prod').recipients).toEqual([]);
  });

  it.each([
    ['a field nobody knows', { ...dev, colour: 'blue' }, /colour/],
    ['a policy that is not shipped', { ...dev, policy: 'mine' }, /policy/],
    [
      'a real address',
      withFirst('recipients', { endpoints: { email: 'someone@council.gov.uk' } }),
      /example\.com/,
    ],
    [
      'a real number',
      withFirst('recipients', { channels: ['sms'], endpoints: { sms: '+447911123456' } }),
      /\+447700900/,
    ],
    ['an id that says who it is', withFirst('recipients', { id: 'jane.smith' }), /person-/],
    [
      'a channel without an endpoint',
      withFirst('recipients', { channels: ['email', 'sms'] }),
      /sms endpoint/,
    ],
    [
      'an endpoint that is no channel',
      withFirst('recipients', { endpoints: { email: 'a@example.com', sms: '+447700900001' } }),
      /sms endpoint/,
    ],
    [
      'a person nothing would reach',
      withFirst('recipients', { areaWide: false, teams: [] }),
      /nothing would reach them/,
    ],
    ['a person twice', { ...dev, recipients: [...dev.recipients, dev.recipients[0]] }, /listed twice/],
    ['a client twice', { ...dev, clients: [...dev.clients, dev.clients[0]] }, /listed twice/],
    [
      'a client bound to an unknown source',
      withFirst('clients', { sources: ['gp-portal'] }),
      /gp-portal, which is not a source system/,
    ],
    ['a client that writes as nobody', withFirst('clients', { sources: [] }), /must have sources/],
    [
      'a client that only reads, with a source',
      withFirst('clients', { scopes: ['pattern:read'] }),
      /none if it does not/,
    ],
  ])('is refused with %s', (_, written, reason) => {
    expect(() => parseStageConfig('dev', written)).toThrow(reason);
    expect(() => parseStageConfig('dev', written)).toThrow(/configuration of stage dev is not valid/);
  });
});

import { describe, expect, it } from 'vitest';
import { bundledRoster } from '../../functions/adapters/roster/bundled-rosters.ts';
import { parseStageConfig } from '../../lib/stage-config.ts';
import { dev } from '../../lib/stages/dev.ts';
import { stageConfig } from '../../lib/stages/stage-config-of.ts';
import { stageNames } from './synthesize.ts';

const withFirstClient = (change: object): unknown => ({
  ...dev,
  clients: [{ ...dev.clients[0], ...change }, ...dev.clients.slice(1)],
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

  it.each(stageNames)('of %s names a roster that is reviewed with the code', (name) => {
    const people = bundledRoster(stageConfig(name).roster);
    expect(people.length).toBeGreaterThan(0);
    for (const { id } of people) expect(id).toMatch(/^person-[a-z0-9]{4}$/);
  });

  it('may let a client send life events alone', () => {
    const changed = withFirstClient({ scopes: ['events:write'] });
    expect(parseStageConfig('dev', changed).clients[0]?.scopes).toEqual(['events:write']);
  });

  it('is refused without a word of what is no name, even where it is listed twice', () => {
    const twice = [{ ...dev.sourceSystems[0], id: 'ann@council.gov.uk' }];
    const written = { ...dev, sourceSystems: [...dev.sourceSystems, ...twice, ...twice] };
    expect(() => parseStageConfig('dev', written)).toThrow(/at sourceSystems\[3\]\.id/);
    expect(() => parseStageConfig('dev', written)).not.toThrow(/ann@/);
  });

  it.each([
    ['a field nobody knows', { ...dev, colour: 'blue' }, /colour/],
    ['a policy that is not shipped', { ...dev, policy: 'mine' }, /policy/],
    ['a roster that is not there', { ...dev, roster: 'mine' }, /roster/],
    ['people in its own words', { ...dev, recipients: [] }, /recipients/],
    ['a client twice', { ...dev, clients: [...dev.clients, dev.clients[0]] }, /listed twice/],
    [
      'a client bound to an unknown source',
      withFirstClient({ sources: ['gp-portal'] }),
      /gp-portal, which is not a source system/,
    ],
    ['a client that writes as nobody', withFirstClient({ sources: [] }), /must have sources/],
    [
      'a client that sends life events as nobody',
      withFirstClient({ scopes: ['events:write', 'pattern:read'], sources: [] }),
      /must have sources/,
    ],
    [
      'a client that only reads, with a source',
      withFirstClient({ scopes: ['pattern:read'] }),
      /none if it does not/,
    ],
  ])('is refused with %s', (_, written, reason) => {
    expect(() => parseStageConfig('dev', written)).toThrow(reason);
    expect(() => parseStageConfig('dev', written)).toThrow(/configuration of stage dev is not valid/);
  });
});

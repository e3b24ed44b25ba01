import { describe, expect, it } from 'vitest';
import { parseStageConfig, rosterJson } from '../../lib/stage-config.ts';
import { dev } from '../../lib/stages/dev.ts';
import { stageConfig } from '../../lib/stages/stage-config-of.ts';

const withFirst = (list: 'clients' | 'recipients', change: object): unknown => ({
  ...dev,
  [list]: [{ ...dev[list][0], ...change }, ...dev[list].slice(1)],
});

/** One manager of as many teams as it takes for that many characters of JSON. */
const rosterOfLength = (characters: number): readonly object[] => {
  const ofTeams = (teams: readonly string[]): readonly object[] => [
    { id: 'person-0001', areaWide: true, teams, severities: ['urgent'], channels: ['email'] },
  ];
  // A team takes its name, two quotation marks and, but for the last, a comma.
  const left = characters - JSON.stringify(ofTeams([])).length - 4;
  const teams = Array.from({ length: Math.floor(left / 33) }, () => 't'.repeat(30));
  return ofTeams([...teams, 't'.repeat(2 + (left % 33))]);
};

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

  it('may name a person without saying how they are reached', () => {
    const { endpoints: _, ...unreached } = dev.recipients[0] ?? {};
    const { recipients } = parseStageConfig('dev', { ...dev, recipients: [unreached] });
    expect(recipients).toEqual([unreached]);
  });

  it('may place a person on a tier above the manager of the team, and tells the function so', () => {
    const [person] = parseStageConfig('dev', withFirst('recipients', { tier: 2 })).recipients;
    expect(person?.tier).toBe(2);
    expect(JSON.parse(rosterJson(person === undefined ? [] : [person]))[0]).toMatchObject({ tier: 2 });
  });

  it('may let a client send life events alone', () => {
    const changed = withFirst('clients', { scopes: ['events:write'] });
    expect(parseStageConfig('dev', changed).clients[0]?.scopes).toEqual(['events:write']);
  });

  it('names each person of prod by nothing but an opaque id', () => {
    const { recipients } = stageConfig('prod');
    for (const { id, endpoints } of recipients) {
      expect(id).toMatch(/^person-\d{4}$/);
      expect(endpoints, id).toBeUndefined();
    }
    expect(recipients.length).toBeGreaterThan(0);
  });

  it('takes a roster that fits into the environment of a function, and none that is longer', () => {
    const [longest, tooLong] = [rosterOfLength(3000), rosterOfLength(3001)];
    expect([longest, tooLong].map((roster) => JSON.stringify(roster).length)).toEqual([3000, 3001]);
    expect(parseStageConfig('dev', { ...dev, recipients: longest }).recipients).toEqual(longest);
    expect(() => parseStageConfig('dev', { ...dev, recipients: tooLong })).toThrow(
      /roster is 3001 characters of JSON, and 3000 fit/,
    );
  });

  it('counts only what the function is told of a person, not how they are reached', () => {
    const [person, ...others] = rosterOfLength(3000);
    const reached = [{ ...person, endpoints: { email: 'service.manager@example.com' } }, ...others];
    expect(parseStageConfig('dev', { ...dev, recipients: reached }).recipients).toEqual(reached);
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
    ['nobody to tell', { ...dev, recipients: [] }, /no recipient is area-wide/],
    [
      'nobody for the whole area',
      withFirst('recipients', { areaWide: false, teams: ['north'] }),
      /no recipient is area-wide, and an alert must always reach somebody/,
    ],
    ['endpoints without an address', withFirst('recipients', { endpoints: {} }), /email endpoint/],
    ['a person twice', { ...dev, recipients: [...dev.recipients, dev.recipients[0]] }, /listed twice/],
    ['a client twice', { ...dev, clients: [...dev.clients, dev.clients[0]] }, /listed twice/],
    [
      'a client bound to an unknown source',
      withFirst('clients', { sources: ['gp-portal'] }),
      /gp-portal, which is not a source system/,
    ],
    ['a client that writes as nobody', withFirst('clients', { sources: [] }), /must have sources/],
    [
      'a client that sends life events as nobody',
      withFirst('clients', { scopes: ['events:write', 'pattern:read'], sources: [] }),
      /must have sources/,
    ],
    ['a tier that there is not', withFirst('recipients', { tier: 6 }), /tier/],
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

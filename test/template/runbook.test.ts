import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resourcesOf, stageNames, synthesize } from './synthesize.ts';

const runbook = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'runbook.md'), 'utf8');

/** The parts of the runbook, by heading. */
const partsOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .split(/^## /m)
      .slice(1)
      .map((part) => {
        const [heading = '', ...rest] = part.split('\n');
        return [heading, rest.join('\n')] as const;
      }),
  );

/** Headings that are for no alarm of their own. */
const general = ['After any outage'];

/** What is missing or too much between alarms, each by where it says to read on, and a runbook. */
function gaps(descriptions: readonly string[], text: string): readonly string[] {
  const parts = partsOf(text);
  const named = descriptions.map(
    (description) => / Read on in docs\/runbook\.md under ([A-Za-z]+)\.$/.exec(description)?.[1] ?? '',
  );
  return [
    ...[...new Set(named)].filter((heading) => !parts.has(heading)).map((heading) => `no part ${heading}`),
    ...[...parts.keys()]
      .filter((heading) => !general.includes(heading) && !named.includes(heading))
      .map((heading) => `no alarm ${heading}`),
    ...[...parts].flatMap(([heading, part]) =>
      general.includes(heading)
        ? []
        : ['**Means**', '**Look at**', '**Do**', '**Managers']
            .filter((what) => !part.includes(what))
            .map((what) => `${heading} lacks ${what}`),
    ),
  ];
}

describe.each(stageNames)('the runbook and the alarms of %s', (stage) => {
  const { service } = synthesize(stage);
  const descriptions = [...resourcesOf(service, 'AWS::CloudWatch::Alarm').values()].map(
    ({ Properties }) => Properties.AlarmDescription as string,
  );

  it('know of each other, and the runbook says of each what it means, what to look at and what to do', () => {
    console.info(`runbook: ${partsOf(runbook).size} parts for ${descriptions.length} alarms of ${stage}`);
    expect(gaps(descriptions, runbook)).toEqual([]);
    expect(descriptions.length).toBeGreaterThan(30);
  });

  it('would be found out of step', () => {
    expect(gaps([...descriptions, 'Planted. Read on in docs/runbook.md under Planted.'], runbook)).toEqual([
      'no part Planted',
    ]);
    expect(gaps(descriptions, `${runbook}\n## Forgotten\n\n**Means** nothing.\n`)).toEqual([
      'no alarm Forgotten',
      'Forgotten lacks **Look at**',
      'Forgotten lacks **Do**',
      'Forgotten lacks **Managers',
    ]);
    expect(gaps([...descriptions, 'One that says nothing.'], runbook)).toEqual(['no part ']);
  });

  it('are all on the dashboard, under one page of headings that go the way an alert takes', () => {
    const [dashboard] = [...resourcesOf(service, 'AWS::CloudWatch::Dashboard').values()];
    const body = JSON.stringify(dashboard?.Properties.DashboardBody);
    const alarms = [...resourcesOf(service, 'AWS::CloudWatch::Alarm').keys()];
    for (const id of alarms) expect(body, id).toContain(`"Fn::GetAtt":["${id}","Arn"]`);
    const headings = [...body.matchAll(/## ([^\\]+)\\/g)].map(([, heading]) => heading);
    expect(headings).toEqual([
      'Is anything wrong?',
      'Do referrals come?',
      'Are they examined?',
      'Is somebody told?',
      'Does a canary arrive?',
    ]);
    expect(dashboard?.Properties.DashboardName).toBeUndefined();
  });
});

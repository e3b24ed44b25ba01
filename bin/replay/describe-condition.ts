import type { CountCondition, SingleCondition } from '../../core/policy/condition.ts';

const measures: Readonly<Record<CountCondition['count'], string>> = {
  incidents: 'incidents',
  referrals: 'contacts and referrals',
  voices: 'voices',
  'agency-groups': 'agency groups',
  'kinds-of-concern': 'kinds of concern',
};

/** What a condition asks for, in words: `incidents not progressed`, `child unborn or under 6 months`. */
export function describeCondition(condition: SingleCondition): string {
  if ('household' in condition) {
    const { unborn, under } = condition.household;
    const who = [
      ...(unborn === undefined ? [] : ['unborn']),
      ...(under === undefined ? [] : [`under ${spokenLength(under)}`]),
    ];
    return `child ${who.join(' or ')}`;
  }
  const { count, of: selection, within } = condition;
  return [
    measures[count],
    ...(selection?.purposes === undefined ? [] : [`of ${selection.purposes.join(' or ')}`]),
    ...(selection?.screened === undefined ? [] : ['not progressed']),
    ...(selection?.level === undefined
      ? []
      : [
          `at level ${selection.level.atMost} or below${selection.level.orNotGiven ? ' or with no level' : ''}`,
        ]),
    ...(within === undefined ? [] : [`within ${spokenLength(within)}`]),
  ].join(' ');
}

const units: Readonly<Record<string, string>> = {
  Y: 'year',
  M: 'month',
  W: 'week',
  D: 'day',
  TH: 'hour',
  TM: 'minute',
  TS: 'second',
};

/** An ISO 8601 duration in words: `P6M` is `6 months`. */
export function spokenLength(duration: string): string {
  const time = duration.startsWith('PT') ? 'T' : '';
  return [...duration.matchAll(/(\d+)([A-Z])/g)]
    .filter(([, amount]) => Number(amount) > 0)
    .map(([, amount, unit]) => `${Number(amount)} ${units[time + unit]}${Number(amount) === 1 ? '' : 's'}`)
    .join(' ');
}

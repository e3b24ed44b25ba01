import type { LineFinding, Progress } from '../core/pattern/finding.ts';

const plural: Readonly<Record<string, string>> = {
  incidents: 'incidents',
  referrals: 'referrals',
  voices: 'voices',
  'agency-groups': 'agency groups',
  'kinds-of-concern': 'kinds of concern',
};

function conditionWords({ condition, have, need, met }: Progress): string {
  const mark = met ? 'x' : ' ';
  if ('household' in condition) return `[${mark}] baby or unborn`;
  const selection = condition.of?.screened === undefined ? '' : ' not progressed';
  return `[${mark}] ${have}/${need} ${plural[condition.count]}${selection}`;
}

/** A line's progress on one line of a terminal. */
export function progressWords({ line, standing, progress }: LineFinding): string {
  const state = standing === 'below' ? 'below  ' : 'CROSSED';
  return `${line.padEnd(13)} ${state}  ${progress.map(conditionWords).join('  ')}`;
}

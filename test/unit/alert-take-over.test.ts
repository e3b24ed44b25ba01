import { describe, expect, it } from 'vitest';
import { Alert, type AlertLine } from '../../core/alert/alert.ts';
import { takeOver } from '../../core/alert/take-over.ts';
import { anAlert, asSent } from '../support/an-alert.ts';

const at = '2026-11-04T10:00:00.000Z';
const aLine = (line: string, evidence: string[], stated: Partial<AlertLine> = {}): AlertLine => ({
  ...anAlert().lines[0]!,
  line,
  evidence,
  ...stated,
});
const resting = (lines: AlertLine[], stated: Partial<Alert> = {}): Alert =>
  anAlert({ lines, evidence: lines.flatMap(({ evidence }) => evidence), ...stated });

describe('an open alert that takes over another', () => {
  const own = resting([aLine('repeat', ['a-1', 'a-2']), aLine('own', ['a-3'])]);
  const other = resting(
    [aLine('baby', ['b-3'], { severity: 'urgent' }), aLine('repeat', ['b-1', 'a-2'], { tally: null! })],
    { alertId: 'ALERT2', severity: 'urgent' },
  );

  it('has its own lines with the evidence of both, and then those that only the other has', () => {
    expect(takeOver(own, other, at).lines).toEqual([
      aLine('repeat', ['a-1', 'a-2', 'b-1']),
      aLine('own', ['a-3']),
      aLine('baby', ['b-3'], { severity: 'urgent' }),
    ]);
  });

  it('rests on the evidence of both, each thing once, and is as severe as the louder of them', () => {
    expect(takeOver(own, other, at)).toMatchObject({
      evidence: ['a-1', 'a-2', 'a-3', 'b-1', 'b-3'],
      severity: 'urgent',
    });
    expect(takeOver(other, own, at).severity).toBe('urgent');
  });

  it('is as severe as the lines of both that stand, and not as one that was taken back', () => {
    const gone = { severity: 'urgent', unsupportedSince: '2026-11-03T10:00:00.000Z' } as const;
    const takenBack = resting([aLine('baby', ['b-3'], gone)], { alertId: 'ALERT2', severity: 'urgent' });
    expect(takeOver(own, takenBack, at)).toMatchObject({
      severity: 'escalate',
      evidence: ['a-1', 'a-2', 'a-3', 'b-3'],
    });
    expect(takeOver(takenBack, own, at).severity).toBe('escalate');
    const alsoBack = resting([aLine('own', ['a-3'], { unsupportedSince: gone.unsupportedSince })]);
    expect(takeOver(alsoBack, takenBack, at).severity).toBe('urgent');
  });

  it('is told by message where either of them was', () => {
    const listed = { ...own, delivery: 'list' } as const;
    expect(takeOver(listed, other, at).delivery).toBe('message');
    expect(takeOver(own, { ...other, delivery: 'list' }, at).delivery).toBe('message');
    expect(takeOver(listed, { ...other, delivery: 'list' }, at).delivery).toBe('list');
  });

  it('is the same alert one version on, with what it has told and is to tell', () => {
    const told = { ...asSent(own, '2026-11-02T10:01:00.000Z'), version: 7 };
    const { lines: _, evidence: __, severity: ___, ...rest } = told;
    expect(takeOver(told, other, at)).toMatchObject({ ...rest, version: 8, changedAt: at });
    expect(takeOver(own, other, at).pendingNotice).toEqual(own.pendingNotice);
    expect(takeOver(told, other, at)).not.toHaveProperty('mergedInto');
  });

  it('is an alert as any is kept', () => {
    const both = takeOver(own, resting([aLine('baby', ['b-3'])]), at);
    expect(Alert.parse(both)).toEqual(both);
  });
});

import { expect, test } from 'vitest';
import * as z from 'zod';
import { WindowDuration } from '../../core/time/duration.ts';
import { WorkingTime } from '../../core/time/working-time.ts';

test('a document that speaks of windows and deadlines names and describes what may stand there', () => {
  const { $defs } = z.toJSONSchema(z.strictObject({ window: WindowDuration, decideWithin: WorkingTime }), {
    io: 'input',
  });
  const parts = Object.entries($defs ?? {}).map(([name, { description }]) => [name, description]);
  expect(Object.fromEntries(parts)).toStrictEqual({
    Duration: 'ISO 8601 duration, either calendar (P12M) or exact (PT48H).',
    WorkingDays: 'Working days in England: 1 working day, 10 working days.',
    WindowDuration: undefined,
    WorkingTime: 'Working hours or days in England: 2 working hours, 5 working days.',
  });
});

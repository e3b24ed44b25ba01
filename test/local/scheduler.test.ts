import { afterEach, describe, expect, it } from 'vitest';
import type { LocalSchedule } from '../../local/assembly/model.ts';
import { createLocalClock } from '../../local/clock.ts';
import { scheduleEvent } from '../../local/schedule/schedule-event.ts';
import { type Scheduler, startScheduler } from '../../local/schedule/scheduler.ts';
import { aModel, functionArn } from './local-builders.ts';

const hour = 3_600_000;
const started: Scheduler[] = [];

afterEach(() => {
  for (const scheduler of started.splice(0)) scheduler.stop();
});

const aSchedule = (everySeconds: number, input?: unknown): LocalSchedule => ({
  path: `Stack/Every${everySeconds}`,
  arn: 'arn:aws:events:eu-west-2:000000000000:rule/r',
  everySeconds,
  functionArn: functionArn('function'),
  roleArn: undefined,
  input,
});

function aScheduler(...periods: number[]) {
  const clock = createLocalClock();
  clock.moveTo('2031-03-02T08:30:00Z');
  const fired: string[] = [];
  const schedules = periods.map((period) => aSchedule(period));
  const scheduler = startScheduler(schedules, clock, async (schedule) => void fired.push(schedule.path));
  started.push(scheduler);
  return { clock, fired, scheduler };
}

describe('a schedule', () => {
  it('fires when the clock is moved to its instant, and not before', () => {
    const { clock, fired } = aScheduler(7_200);
    expect(fired).toEqual([]);
    clock.advance(1.5 * hour);
    expect(fired).toEqual([]);
    clock.advance(0.5 * hour);
    expect(fired).toHaveLength(1);
    clock.advance(1.5 * hour);
    expect(fired).toHaveLength(1);
    clock.advance(0.5 * hour);
    expect(fired).toHaveLength(2);
  });

  it('fires once for a move over many of its instants', () => {
    const { clock, fired } = aScheduler(3_600);
    clock.advance(1_000 * hour);
    expect(fired).toHaveLength(1);
  });

  it('does not wait for longer than its period after the clock was set back', () => {
    const { clock, fired } = aScheduler(3_600);
    clock.moveTo('2001-01-01T00:00:00Z');
    expect(fired).toEqual([]);
    clock.advance(hour + 60_000);
    expect(fired).toHaveLength(1);
  });

  it('keeps its own pace beside others', () => {
    const { clock, fired } = aScheduler(3_600, 7_200);
    for (let hours = 0; hours < 4; hours += 1) clock.advance(hour);
    expect(fired.filter((path) => path === 'Stack/Every3600')).toHaveLength(4);
    expect(fired.filter((path) => path === 'Stack/Every7200')).toHaveLength(2);
  });

  it('does not fire once stopped', () => {
    const { clock, fired, scheduler } = aScheduler(3_600);
    scheduler.stop();
    clock.advance(10 * hour);
    expect(fired).toEqual([]);
  });

  it('counts as running until its target is done', async () => {
    const clock = createLocalClock();
    const { promise: target, resolve } = Promise.withResolvers<void>();
    const scheduler = startScheduler([aSchedule(3_600)], clock, () => target);
    started.push(scheduler);
    clock.advance(hour);
    expect(scheduler.running()).toEqual(['Stack/Every3600']);
    resolve();
    await target;
    await Promise.resolve();
    expect(scheduler.running()).toEqual([]);
  });
});

describe('the event of a schedule', () => {
  const now = new Date('2031-03-02T08:30:00.123Z');

  it('is the input that the schedule has', () => {
    expect(scheduleEvent(aSchedule(60, { job: 'sweep' }), aModel(), now)).toEqual({ job: 'sweep' });
  });

  it('is that of EventBridge where it has none, at the time of the stack', () => {
    expect(scheduleEvent(aSchedule(60), aModel(), now)).toMatchObject({
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      time: '2031-03-02T08:30:00Z',
      region: 'eu-west-2',
      detail: {},
    });
  });
});

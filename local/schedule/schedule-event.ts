import { randomUUID } from 'node:crypto';
import type { AssemblyModel, LocalSchedule } from '../assembly/model.ts';

/** What the target gets: the schedule's own input, or the event that EventBridge makes where there is none. */
export function scheduleEvent(schedule: LocalSchedule, model: AssemblyModel, now: Date): unknown {
  if (schedule.input !== undefined) return schedule.input;
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: model.account,
    time: `${now.toISOString().slice(0, 19)}Z`,
    region: model.region,
    resources: [],
    detail: {},
  };
}

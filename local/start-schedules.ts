import type { AssemblyModel, LocalSchedule } from './assembly/model.ts';
import type { LocalClock } from './clock.ts';
import type { AwsGateway } from './gateway/aws-gateway.ts';
import type { AsyncInvocations } from './lambda/async-invocations.ts';
import { mayInvoke } from './lambda/may-invoke.ts';
import { scheduleEvent } from './schedule/schedule-event.ts';
import { type Scheduler, startScheduler } from './schedule/scheduler.ts';

export type SchedulesOptions = {
  readonly model: AssemblyModel;
  readonly clock: LocalClock;
  readonly gateway: AwsGateway;
  readonly invocations: AsyncInvocations;
  readonly onFault: (error: Error) => void;
  /** Told of each schedule that was due, and whether it might invoke its function. */
  readonly onFired?: (schedule: LocalSchedule, wasAllowed: boolean) => void;
};

/**
 * Starts every rule and schedule of the assembly, whose functions are invoked
 * asynchronously. One that may not invoke its function, and each failure of its
 * function, is reported.
 */
export function startSchedules(options: SchedulesOptions): Scheduler {
  const { model, clock, invocations, onFault } = options;
  return startScheduler(model.schedules, clock, async (schedule) => {
    const wasAllowed = isPermitted(schedule, options);
    options.onFired?.(schedule, wasAllowed);
    if (!wasAllowed) {
      onFault(new Error(`${schedule.path} may not invoke its function.`));
      return;
    }
    const event = scheduleEvent(schedule, model, clock.now());
    await invocations.invoke(schedule.functionArn, event, ({ error }) =>
      onFault(new Error(`${schedule.path}: its function failed with ${error.errorType}`)),
    );
  });
}

/** A schedule invokes with its role; a rule needs a permission on the function. */
function isPermitted(schedule: LocalSchedule, { model, gateway }: SchedulesOptions): boolean {
  const { roleArn, functionArn, path: functionPath } = schedule;
  if (roleArn === undefined) {
    return mayInvoke(model.permissions, {
      functionArn,
      service: 'events.amazonaws.com',
      sourceArn: schedule.arn,
    });
  }
  const call = { action: 'lambda:InvokeFunction', resource: functionArn, context: {}, implied: true };
  return gateway.judge({ functionPath, roleArn }, [call]) === 'allowed';
}

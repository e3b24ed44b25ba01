import * as z from 'zod';
import type { Resource } from '../assembly-index.ts';
import type { LocalFunction, LocalRole, LocalSchedule } from '../model.ts';
import { functionArnOf } from './functions.ts';
import { cannotRun, inert, parseProperties } from './parse-properties.ts';

// A target's retries and dead-letter queue are for a function that cannot be
// invoked, which the local one always can.
const targetOptions = { Input: z.string().optional(), RetryPolicy: inert, DeadLetterConfig: inert };

const Rule = z.strictObject({
  Name: inert,
  Description: inert,
  ScheduleExpression: z.string(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Targets: z.array(z.strictObject({ Arn: z.string(), Id: inert, ...targetOptions })),
  Tags: inert,
});

const Schedule = z.strictObject({
  Name: inert,
  Description: inert,
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: inert,
  FlexibleTimeWindow: inert,
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Target: z.strictObject({ Arn: z.string(), RoleArn: z.string(), ...targetOptions }),
});

/** The schedules that a rule makes, one for each target; none where it is disabled. */
export const buildRule = (
  resource: Resource,
  functions: readonly LocalFunction[],
): readonly LocalSchedule[] => {
  const { ScheduleExpression, State, Targets } = parseProperties(resource, Rule);
  const everySeconds = secondsOfRate(resource, ScheduleExpression);
  if (State === 'DISABLED') return [];
  return Targets.map(({ Arn, Input }) => ({
    path: resource.path,
    arn: resource.identity.attributes.Arn ?? '',
    everySeconds,
    functionArn: functionArnOf(resource, Arn, functions),
    roleArn: undefined,
    input: Input === undefined ? undefined : JSON.parse(Input),
  }));
};

/** A schedule of the Scheduler, as a list of one; none where it is disabled. */
export const buildSchedule = (
  resource: Resource,
  functions: readonly LocalFunction[],
  roles: readonly LocalRole[],
): readonly LocalSchedule[] => {
  const { ScheduleExpression, State, Target } = parseProperties(resource, Schedule);
  const everySeconds = secondsOfRate(resource, ScheduleExpression);
  const role = roles.find(({ arn }) => arn === Target.RoleArn);
  if (role === undefined || !role.trustedServices.includes('scheduler.amazonaws.com')) {
    throw cannotRun(
      resource,
      `its role ${Target.RoleArn} is not one of the assembly that the Scheduler may assume`,
    );
  }
  if (State === 'DISABLED') return [];
  const schedule = {
    path: resource.path,
    arn: resource.identity.attributes.Arn ?? '',
    everySeconds,
    functionArn: functionArnOf(resource, Target.Arn, functions),
    roleArn: role.arn,
    input: Target.Input === undefined ? undefined : JSON.parse(Target.Input),
  };
  return [schedule];
};

const unitSeconds: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };

/** EventBridge takes a singular unit after 1 and a plural one after any other number. */
const secondsOfRate = (resource: Resource, expression: string): number => {
  const [, count, unit = '', plural] = /^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  if (count === undefined || (count === '1') === (plural === 's')) {
    throw cannotRun(resource, `its schedule ${expression} is not a rate`);
  }
  return Number(count) * (unitSeconds[unit] ?? 0);
};

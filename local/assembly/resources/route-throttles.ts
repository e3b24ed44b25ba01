import * as z from 'zod';
import type { LocalThrottle } from '../model.ts';
import { inert } from './parse-properties.ts';

// Metrics are not kept here; logs of routes are for WebSocket APIs.
const Settings = z.strictObject({
  ThrottlingBurstLimit: z.int().min(0).optional(),
  ThrottlingRateLimit: z.number().min(0).optional(),
  DetailedMetricsEnabled: inert,
  DataTraceEnabled: inert,
  LoggingLevel: inert,
});

const throttleOf = (settings: z.infer<typeof Settings>): LocalThrottle | undefined => {
  const { ThrottlingBurstLimit: burst, ThrottlingRateLimit: ratePerSecond } = settings;
  return burst === undefined || ratePerSecond === undefined ? undefined : { burst, ratePerSecond };
};

/** The default of a stage: both limits, or neither. AWS does not say what one alone does. */
export const DefaultRouteSettings = Settings.refine(
  ({ ThrottlingBurstLimit, ThrottlingRateLimit }) =>
    (ThrottlingBurstLimit === undefined) === (ThrottlingRateLimit === undefined),
  { error: 'one limit alone is not supported: it must have ThrottlingBurstLimit and ThrottlingRateLimit' },
).transform(throttleOf);

/**
 * Settings by route key, each with both limits. AWS does not say whether limits
 * that a route leaves out are the default's or none at all.
 */
export const RouteSettings = z.record(
  z.string(),
  Settings.transform((settings, context): LocalThrottle => {
    const throttle = throttleOf(settings);
    if (throttle !== undefined) return throttle;
    context.addIssue({
      code: 'custom',
      message: 'it must have ThrottlingBurstLimit and ThrottlingRateLimit',
    });
    return z.NEVER;
  }),
);

import type { AssemblyModel } from './assembly/model.ts';
import type { LocalClock } from './clock.ts';
import type { InboxMessage } from './inbox/inbox-message.ts';
import type { Platform } from './start-platform.ts';
import { type AlarmTransition, type AlarmView, startAlarmWatch } from './watch/alarm-watch.ts';
import type { NotifiedDelivery } from './watch/sampling.ts';

export type StartAlarmWatchOptions = {
  readonly model: AssemblyModel;
  readonly clock: LocalClock;
  readonly platform: Platform;
  /** What was published to subscriptions and reached them or not, and every email and text that arrived. */
  readonly deliveries: () => readonly NotifiedDelivery[];
  readonly messages: () => readonly InboxMessage[];
  readonly onFault: (error: Error) => void;
};

/** What a running stack offers of its alarms, and the idleness that includes them. */
export type SettledAlarms = {
  alarms(): readonly AlarmView[];
  alarmHistory(): readonly AlarmTransition[];
  idle(besides?: string): Promise<void>;
  settleAlarms(): Promise<void>;
};

export type WatchedAlarms = {
  alarms(): readonly AlarmView[];
  /** With what resolves when everything else is at rest. */
  settledWith(atRest: (besides?: string) => Promise<void>): SettledAlarms;
  stop(): Promise<void>;
};

/** Starts what evaluates the assembly's alarms, with the running services as its sources. */
export function watchAlarms(options: StartAlarmWatchOptions): WatchedAlarms {
  const { platform } = options;
  const watch = startAlarmWatch({
    ...options,
    recorder: platform.recorder,
    calls: platform.gateway.calls,
    visibleMessages: platform.snsSqs.visibleMessages,
    publish: platform.gateway.publishForService,
  });
  return {
    alarms: watch.alarms,
    stop: watch.stop,
    settledWith(atRest) {
      const idle = async (besides?: string): Promise<void> => {
        await atRest(besides);
        // What alarms tell comes to the inbox, and maybe to a queue that a function reads.
        if (await watch.look()) await atRest(besides);
      };
      const settleAlarms = (): Promise<void> => {
        watch.begin();
        return idle();
      };
      return { alarms: watch.alarms, alarmHistory: watch.history, idle, settleAlarms };
    },
  };
}

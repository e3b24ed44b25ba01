import { compareSeverity, type LivePolicy, type Severity } from '../../../core/policy/policy.ts';
import { yearBegins } from '../counted-year.ts';
import { firstTimeFamilies, firstTimeGoingLive } from './first-time.ts';
import type { PlayedYear } from './play.ts';
import type { Telling } from './play-family.ts';

/** An alert that managers were told of, with all that they were told before they answered. */
type ToldAlert = {
  readonly family: number;
  /** When they were first told, and when of what made it as loud as it became. */
  readonly at: number;
  readonly loudestAt: number;
  readonly severity: Severity;
  readonly lines: ReadonlySet<string>;
};

/** How many alerts there were, and families that had none before; and how many of those in a year of going live. */
export type Count = { readonly alerts: number; readonly firstTime: number; readonly goingLive: number };

/** What a line that managers are told of gave. */
export type LineCount = {
  readonly line: string;
  readonly severity: Severity;
  /** Alerts that it was a reason of; of these, those that it was the only reason of. */
  readonly alerts: number;
  readonly alone: number;
  /** Families raised for the first time, were it the only line; and those spared without it. */
  readonly byItself: number;
  readonly spared: number;
};

/** Families that were listed for a line that nobody is told of. */
export type ListCount = { readonly line: string; readonly families: number };

export type AlertCounts = {
  readonly contactsAndReferrals: number;
  readonly mayCount: number;
  readonly all: Count;
  readonly bySeverity: Readonly<Record<'escalate' | 'urgent', Count>>;
  readonly lines: readonly LineCount[];
  readonly list: {
    readonly families: number;
    readonly lines: readonly ListCount[];
    /** How many families were on it on a Monday in the middle, and on the last one. */
    readonly median: number;
    readonly last: number;
  };
};

/** The lines of a policy that managers are told of. */
export const toldLines = ({ policy }: LivePolicy): LivePolicy['policy']['lines'] =>
  policy.lines.filter(
    ({ severity, shadow }) =>
      shadow === undefined && policy.alerting.severities[severity].deliver === 'message',
  );

/** Counts what came of the counted year. Alerts are counted once, by the loudest they became; families by their first. */
export function countAlerts(year: PlayedYear, live: LivePolicy): AlertCounts {
  const { reaches } = year;
  const lines = toldLines(live);
  const alerts = toldAlerts(year.tellings);
  const inYear = alerts.filter(({ at }) => at >= yearBegins);
  const count = (meant: Severity | undefined): Count => {
    const isAll = meant === undefined;
    const isMeant = (severity: Severity): boolean => isAll || severity === meant;
    const ids = lines.filter(({ severity }) => isMeant(severity)).map(({ id }) => id);
    return {
      alerts: inYear.filter(({ severity }) => isMeant(severity)).length,
      firstTime: firstTimeAmong(
        alerts
          .filter(({ severity }) => isMeant(severity))
          .map(({ family, at, loudestAt }) => ({ family, at: isAll ? at : loudestAt })),
      ),
      goingLive: firstTimeGoingLive(reaches, ids),
    };
  };
  const ids = lines.map(({ id }) => id);
  return {
    contactsAndReferrals: year.contactsAndReferrals,
    mayCount: year.mayCount,
    all: count(undefined),
    bySeverity: {
      escalate: count('escalate'),
      urgent: count('urgent'),
    },
    lines: lines.map(({ id, severity }) => {
      const reasonOf = inYear.filter((alert) => alert.lines.has(id));
      return {
        line: id,
        severity,
        alerts: reasonOf.length,
        alone: reasonOf.filter((alert) => alert.lines.size === 1).length,
        byItself: firstTimeFamilies(reaches, [id]),
        spared:
          firstTimeFamilies(reaches, ids) -
          firstTimeFamilies(
            reaches,
            ids.filter((other) => other !== id),
          ),
      };
    }),
    list: countListings(year, live),
  };
}

function countListings({ listings, onTheList }: PlayedYear, { policy }: LivePolicy): AlertCounts['list'] {
  const families = (some: PlayedYear['listings']): number => new Set(some.map(({ family }) => family)).size;
  return {
    families: families(listings),
    lines: policy.lines
      .filter(({ severity }) => policy.alerting.severities[severity].deliver === 'list')
      .map(({ id }) => ({
        line: id,
        families: families(listings.filter(({ lines }) => lines.includes(id))),
      })),
    median: [...onTheList].sort((a, b) => a - b)[Math.floor(onTheList.length / 2)] ?? 0,
    last: onTheList.at(-1) ?? 0,
  };
}

/** Of the families with an alert in the counted year, those that had none of these before it. */
function firstTimeAmong(alerts: readonly Pick<ToldAlert, 'family' | 'at'>[]): number {
  const before = new Set(alerts.filter(({ at }) => at < yearBegins).map(({ family }) => family));
  const during = new Set(alerts.filter(({ at }) => at >= yearBegins).map(({ family }) => family));
  return [...during].filter((family) => !before.has(family)).length;
}

function toldAlerts(tellings: readonly Telling[]): readonly ToldAlert[] {
  const alerts = new Map<string, ToldAlert>();
  for (const { alertId, family, at, severity, lines, reason } of tellings) {
    if (reason === 'evidence-changed') continue;
    const before = alerts.get(alertId);
    const isLouder = before === undefined || compareSeverity(severity, before.severity) > 0;
    alerts.set(alertId, {
      family,
      at: before?.at ?? at,
      severity: isLouder ? severity : before.severity,
      loudestAt: isLouder ? at : before.loudestAt,
      lines: new Set([...(before?.lines ?? []), ...lines]),
    });
  }
  return [...alerts.values()];
}

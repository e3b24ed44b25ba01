import type { Alert } from '../../core/alert/alert.ts';
import type { Alerts } from '../../core/ports/alerts.ts';
import type { Families, Family } from '../../core/ports/families.ts';
import type { Pseudonyms } from '../../core/ports/pseudonyms.ts';
import type { LedgerEntry, ReferralLedger } from '../../core/ports/referral-ledger.ts';

export function createMemoryStore(pseudonyms: Pseudonyms): {
  ledger: ReferralLedger;
  families: Families;
  alerts: Alerts;
} {
  const sources = new Map<string, LedgerEntry>();
  const ids = new Map<string, string>();
  const families = new Map<string, Family>();
  const timelines = new Map<string, { familyId: string; referrals: LedgerEntry['referral'][] }>();
  const alerts = new Map<string, Alert>();
  return {
    ledger: {
      familyOf: async (id) => ids.get(id),
      record: async (entry) => {
        const first = sources.get(entry.sourceKey);
        if (first) return { code: 'already-recorded', receipt: first.receipt, prints: first.prints };
        sources.set(entry.sourceKey, entry);
        const { familyId } = entry.family;
        if (!entry.family.known) {
          if (entry.family.identifier) ids.set(entry.family.identifier, familyId);
          families.set(familyId, {
            familyId,
            timelines: [entry.timelineId],
            version: 0,
            epoch: 0,
            openAlertId: undefined,
          });
        }
        const t = timelines.get(entry.timelineId) ?? { familyId, referrals: [] };
        t.referrals.push(entry.referral);
        timelines.set(entry.timelineId, t);
        return { code: 'recorded' };
      },
    },
    families: {
      family: async (id) => families.get(id),
      timeline: async (id) => {
        const t = timelines.get(id);
        if (!t) return undefined;
        return {
          timeline: { timelineId: id, referrals: [...t.referrals] },
          familyId: t.familyId,
          timelinesOfFamily: families.get(t.familyId)?.timelines ?? [],
        };
      },
    },
    alerts: {
      alert: async (id) => alerts.get(id),
      commit: async (family, alert) => {
        families.set(family.familyId, {
          ...family,
          version: family.version + 1,
          epoch: alert.epoch,
          openAlertId: alert.alertId,
        });
        alerts.set(alert.alertId, alert);
        return { code: 'committed' };
      },
      advance: async (alert) => {
        alerts.set(alert.alertId, alert);
        return { code: 'committed' };
      },
      idFor: (familyId, epoch) => pseudonyms.of('family', 'alert', familyId, String(epoch)).slice(0, 16),
    },
  };
}

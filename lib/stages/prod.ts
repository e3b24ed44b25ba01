/**
 * The authority's own deployment. It starts with the authority's own client and
 * a roster of one manager for the whole area. Partners are added here, and managers,
 * by opaque id, in policies/roster-prod.json; how they are reached is not for version control.
 */
export const prod = {
  stage: 'prod',
  region: 'eu-west-2',
  policy: 'default',
  roster: 'prod',
  logRetentionDays: 365,
  throttle: {
    ratePerSecond: 50,
    burst: 100,
    batch: { ratePerSecond: 2, burst: 10 },
    batchRecordsPerMinute: 1000,
    alarmAtRequestsOfClient: 1500,
  },
  smsMonthlyLimitUsd: 50,
  sourceSystems: [{ id: 'front-door', usualGapHours: 12, sendsOutcomes: true }],
  clients: [
    {
      id: 'front-door',
      scopes: ['referrals:write', 'events:write', 'screening:write', 'families:write', 'pattern:read'],
      sources: ['front-door'],
    },
  ],
};

/** The stage for trying things: invented managers, two sample partners. */
export const dev = {
  stage: 'dev',
  region: 'eu-west-2',
  policy: 'sample',
  roster: 'dev',
  logRetentionDays: 30,
  throttle: {
    ratePerSecond: 50,
    burst: 200,
    batch: { ratePerSecond: 2, burst: 10 },
    batchRecordsPerMinute: 1000,
    alarmAtRequestsOfClient: 1500,
  },
  smsMonthlyLimitUsd: 50,
  sourceSystems: [
    { id: 'front-door', usualGapHours: 12, sendsOutcomes: true },
    { id: 'schools-portal', usualGapHours: 56, sendsOutcomes: true },
    { id: 'police-portal', usualGapHours: 24, sendsOutcomes: true },
  ],
  clients: [
    {
      id: 'front-door',
      scopes: ['referrals:write', 'events:write', 'screening:write', 'families:write', 'pattern:read'],
      sources: ['front-door'],
    },
    { id: 'schools-portal', scopes: ['referrals:write'], sources: ['schools-portal'] },
    { id: 'police-portal', scopes: ['referrals:write'], sources: ['police-portal'] },
  ],
};

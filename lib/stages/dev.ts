/** The stage for trying things: sample managers on reserved addresses, two sample partners. */
export const dev = {
  stage: 'dev',
  region: 'eu-west-2',
  policy: 'sample',
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
  recipients: [
    {
      id: 'person-2c1e',
      areaWide: true,
      teams: ['north', 'south'],
      tier: 2,
      severities: ['watch', 'escalate', 'urgent'],
      channels: ['email'],
      endpoints: { email: 'service.manager@example.com' },
    },
    {
      id: 'person-7f3a',
      areaWide: false,
      teams: ['north'],
      severities: ['watch', 'escalate', 'urgent'],
      channels: ['email'],
      endpoints: { email: 'north.team.manager@example.com' },
    },
    {
      id: 'person-9d04',
      areaWide: false,
      teams: ['north'],
      severities: ['escalate', 'urgent'],
      channels: ['sms'],
      endpoints: { sms: '+447700900123' },
    },
    {
      id: 'person-b58c',
      areaWide: false,
      teams: ['south'],
      severities: ['watch', 'escalate', 'urgent'],
      channels: ['email'],
      endpoints: { email: 'south.team.manager@example.com' },
    },
  ],
};

/**
 * The authority's own deployment. It starts with the authority's own client;
 * partners are added here, people never are: their addresses are not for version control.
 */
export const prod = {
  stage: 'prod',
  region: 'eu-west-2',
  policy: 'default',
  logRetentionDays: 365,
  throttle: { ratePerSecond: 50, burst: 100 },
  sourceSystems: ['front-door'],
  clients: [{ id: 'front-door', scopes: ['referrals:write', 'pattern:read'], sources: ['front-door'] }],
  recipients: [],
};

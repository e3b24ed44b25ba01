/** What is lost with a resource of some type, and what must not change about it. */
export type Stateful = {
  readonly type: string;
  /** What goes where it is replaced or removed: it ends the sentence "With it goes ...". */
  readonly holds: string;
  /**
   * Whether a person may let it go by name. Nobody may for what cannot be made again: that is done by
   * hand, as docs/deploy.md says, and not by a pipeline.
   */
  readonly mayBeAccepted: boolean;
  /** Properties that the service never changes and that the comparison does not call replacing: the deployment would fail on them. */
  readonly fixed?: readonly string[];
  /** Properties that protect it, as paths, and the only value that does; undefined stands for a property that is not said. */
  readonly protectedBy?: readonly { readonly path: readonly string[]; readonly values: readonly unknown[] }[];
};

/**
 * Everything in a deployment that holds what no deployment can make again. What
 * is not here is made of code alone: functions, roles, alarms, event mappings (a new
 * one reads the stream from its beginning, so nothing is missed).
 */
export const statefulResources: readonly Stateful[] = [
  {
    type: 'AWS::DynamoDB::Table',
    holds: 'every referral, family and alert, or from now on they are in a table that nothing reads',
    mayBeAccepted: false,
    protectedBy: [
      { path: ['DeletionProtectionEnabled'], values: [true] },
      { path: ['PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled'], values: [true] },
      // Another view is another stream: what waits unread in the old one is never examined.
      { path: ['StreamSpecification', 'StreamViewType'], values: ['KEYS_ONLY'] },
    ],
  },
  {
    type: 'AWS::KMS::Key',
    holds: 'whatever is encrypted with it, or the link between what is sent and the family that it is of',
    mayBeAccepted: false,
    fixed: ['KeySpec', 'KeyUsage', 'Origin', 'MultiRegion'],
    protectedBy: [{ path: ['Enabled'], values: [true, undefined] }],
  },
  {
    type: 'AWS::Cognito::UserPool',
    holds: 'the client id and secret of every system that sends referrals',
    mayBeAccepted: false,
    protectedBy: [{ path: ['DeletionProtection'], values: ['ACTIVE'] }],
  },
  {
    type: 'AWS::Cognito::UserPoolClient',
    holds: "a system's client id and secret: it cannot send referrals until it is given others",
    mayBeAccepted: true,
  },
  {
    type: 'AWS::Cognito::UserPoolDomain',
    holds: 'the address at which every system asks for its tokens',
    mayBeAccepted: true,
  },
  {
    type: 'AWS::ApiGatewayV2::Api',
    holds: 'the address that every system sends referrals to',
    mayBeAccepted: true,
  },
  {
    type: 'AWS::SNS::Topic',
    holds: 'the subscription of every person on it: nobody is told until they have confirmed again',
    mayBeAccepted: true,
  },
  {
    type: 'AWS::SQS::Queue',
    holds: 'the messages in it, which may be alerts that nobody has had',
    mayBeAccepted: true,
  },
  {
    type: 'AWS::Logs::LogGroup',
    holds: 'the sight of what was logged: it is kept, in a group that nothing points to',
    mayBeAccepted: true,
  },
];

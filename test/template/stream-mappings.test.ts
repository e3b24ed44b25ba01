import { describe, expect, it } from 'vitest';
import { compileFilterPatterns } from '../../local/streams/filter-pattern.ts';
import { resourcesOf, stageNames, synthesize } from './synthesize.ts';

describe.each(stageNames)('readers of the stream in %s', (stage) => {
  const { service } = synthesize(stage);
  const mappings = [...resourcesOf(service, 'AWS::Lambda::EventSourceMapping').values()].filter(
    ({ Properties }) => 'Fn::ImportValue' in Properties.EventSourceArn,
  );
  const patterns = new Map(
    mappings.map(({ Properties }) => [
      Properties.FunctionName['Fn::GetAtt'][0],
      Properties.FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern)),
    ]),
  );

  it('are two: the most that a stream serves without slowing', () => {
    expect([...patterns.keys()]).toEqual([
      expect.stringMatching(/^PatternDetectionExamineFamilyFunction/),
      expect.stringMatching(/^AlertDeliverySendAlertFunction/),
    ]);
  });

  it('see changes of timelines but not when to examine them again, and of alerts but not of their history', () => {
    expect([...patterns.values()]).toEqual([
      [
        {
          eventName: ['INSERT', 'MODIFY'],
          dynamodb: {
            Keys: {
              pk: { S: [{ prefix: 'TL#' }] },
              sk: { S: [{ 'anything-but': ['S#FAMILY', 'S#FAILED', 'S#NEXT'] }] },
            },
          },
        },
      ],
      [
        {
          eventName: ['INSERT', 'MODIFY'],
          dynamodb: { Keys: { pk: { S: [{ prefix: 'AL#' }] }, sk: { S: ['ALERT'] } } },
        },
      ],
    ]);
  });

  it.each([
    ['a referral', 'R#2026-11-02T09:00:00.000Z#key', true],
    ['a life event', 'S#LIFE#key', true],
    ['a mark', 'S#REEXAMINE', true],
    ['a failed examination', 'S#FAILED', false],
    ['when to examine next', 'S#NEXT', false],
  ])('bring %s of a timeline to be examined, or not', (_what, sk, isBrought) => {
    const [pattern] = [...patterns.values()];
    const passes = compileFilterPatterns(pattern, 'the mapping');
    const keys = { pk: { S: 'TL#timeline-1' }, sk: { S: sk } };
    expect(passes({ eventName: 'INSERT', dynamodb: { Keys: keys } })).toBe(isBrought);
    expect(passes({ eventName: 'MODIFY', dynamodb: { Keys: keys } })).toBe(isBrought);
  });

  it('miss nothing, fail one record and not its batch, and try for almost as long as the stream keeps it', () => {
    for (const { Properties } of mappings) {
      expect(Properties).toMatchObject({
        StartingPosition: 'TRIM_HORIZON',
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: -1,
        // The stream keeps 24 hours: with more, or no limit, nothing would ever be reported.
        MaximumRecordAgeInSeconds: 23 * 60 * 60,
        EventSourceArn: { 'Fn::ImportValue': expect.stringMatching(/StreamArn/) },
      });
      expect(Properties.BatchSize).toBeLessThanOrEqual(100);
    }
    expect(mappings.length).toBe(2);
  });

  it('each report what they gave up to a queue of their own', () => {
    const queues = mappings.map(
      ({ Properties }) => Properties.DestinationConfig.OnFailure.Destination['Fn::GetAtt'][0],
    );
    expect(queues).toEqual([
      expect.stringMatching(/^FailuresUnexaminedTimelines/),
      expect.stringMatching(/^FailuresUnsentAlerts/),
    ]);
  });
});

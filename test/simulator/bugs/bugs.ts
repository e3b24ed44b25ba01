/** A plausible fault: one text of one file of the product in place of another. */
export type Bug = {
  readonly name: string;
  /** Where somebody might have written it. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** A seed in which it is found: that one is tried first. */
  readonly seed: number;
};

/** Each is a fault that reviews of such systems have found in others. The simulator must find every one. */
export const bugs: readonly Bug[] = [
  {
    name: 'the condition on the version of a family’s slot is dropped',
    file: 'functions/adapters/dynamodb/put-condition.ts',
    from: "ConditionExpression: '#version = :version',",
    to: "ConditionExpression: '#version = :version OR attribute_exists(#version)',",
    seed: 22,
  },
  {
    name: 'a notice is recorded as sent before it is published',
    file: 'core/usecases/send-notices.ts',
    from: `    const { messageId } = await notifier.publish({`,
    to: `    const early = { sentAt: isoInstant(clock.now()), recipients: people, messageId: 'early' };
    await recordSent(alerts, alert.alertId, notice, early);
    const { messageId } = await notifier.publish({`,
    seed: 1,
  },
  {
    name: 'a referral that is sent again counts again',
    file: 'core/usecases/record-referral.ts',
    from: "const key = pseudonyms.of('referral', submission.source, submission.referralId);",
    to: "const key = pseudonyms.of('referral', submission.source, submission.referralId, String(asOf));",
    seed: 3,
  },
  {
    name: 'a window is open at its beginning',
    file: 'core/time/duration.ts',
    from: 'addDays(addMonths(date, -length.months), -length.days);',
    to: 'addDays(addMonths(date, -length.months), 1 - length.days);',
    seed: 1,
  },
  {
    name: 'what failed in a batch is not given back',
    file: 'functions/stream/stream-handler.ts',
    from: 'batchItemFailures: failed.map(({ sequenceNumber }) => ({ itemIdentifier: sequenceNumber }))',
    to: 'batchItemFailures: []',
    seed: 79,
  },
  {
    name: 'a process goes by the policy that it read first',
    file: 'functions/stream/examine-timeline.ts',
    from: `  ({ policies, ...surroundings }: Surroundings) =>
  (): ReturnType<typeof examineTimeline> =>
    examineTimeline({ ...surroundings, policies: { inForce: once(policies.inForce) } });`,
    to: `  ({ policies, ...surroundings }: Surroundings) => {
    const inForce = once(policies.inForce);
    return (): ReturnType<typeof examineTimeline> => examineTimeline({ ...surroundings, policies: { inForce } });
  };`,
    seed: 45,
  },
  {
    name: 'what is due is put off and not brought to be examined',
    file: 'functions/adapters/dynamodb/dynamodb-due-work.ts',
    from: "item.kind === 'unsent-notice' ? [again] : [again, reexamine(item.timelineId, at)],",
    to: '[again],',
    seed: 1,
  },
  {
    name: 'of two marks that one referral makes the second changes nothing',
    file: 'functions/adapters/dynamodb/due-items.ts',
    from: "UpdateExpression: 'SET #schema = :schema, #markedAt = :at ADD #marks :one',",
    to: "UpdateExpression: 'SET #schema = :schema, #markedAt = :at, #marks = :one',",
    seed: 18203,
  },
  {
    name: 'a failed examination is not kept',
    file: 'core/usecases/examine-or-keep.ts',
    from: 'await due.noteFailure(timelineId, at, at + examineAgainAfterMilliseconds);',
    to: 'void at;',
    seed: 17,
  },
  {
    name: 'what was examined while the live policy could not be read is left at that',
    file: 'core/usecases/examine-or-keep.ts',
    from: 'isUnderFallback ? isoInstant(',
    to: 'isUnderFallback && !isUnderFallback ? isoInstant(',
    seed: 309,
  },
  {
    name: 'who can be reached is not found anew where it cannot be read',
    file: 'functions/adapters/dynamodb/reach-items.ts',
    from: 'if (!read.success) return undefined;',
    to: "if (!read.success) throw new Error('The reach item is not of the schema that this version knows.');",
    seed: 3,
  },
  {
    name: 'an alert that was told of once is due no more',
    file: 'functions/adapters/dynamodb/alert-items.ts',
    from: '...(alert.pendingNotice === undefined',
    to: "...(alert.pendingNotice === undefined || alert.state === 'sent'",
    seed: 1,
  },
  {
    name: 'a digest leaves one notice out',
    file: 'core/usecases/tell-round.ts',
    from: 'theirs.length > mostSingleNotices ? [theirs] :',
    to: 'theirs.length > mostSingleNotices ? [theirs.slice(1)] :',
    seed: 40,
  },
  {
    name: 'a log names a referral as its source does',
    file: 'functions/http/record-submission.ts',
    from: "log.info('referral-recorded', { receiptId, source, counts });",
    to: "log.info('referral-recorded', { receiptId: submission.referralId, source, counts });",
    seed: 1,
  },
  {
    name: 'the lower of two revisions wins',
    file: 'core/referral/revision.ts',
    from: 'return a.revision > b.revision;',
    to: 'return a.revision < b.revision;',
    seed: 1,
  },
  {
    name: 'nobody keeps when time alone will change what is found',
    file: 'core/usecases/examine-or-keep.ts',
    from: 'if (next === nextExaminationKept) return;',
    to: 'if (next !== nextExaminationKept) return;',
    seed: 1,
  },
  {
    name: 'of two families that are joined both alerts stay open',
    file: 'core/family/join.ts',
    from: 'alerts: alertsTogether(stays, goes, occasion.at),',
    to: 'alerts: [],',
    seed: 7,
  },
  {
    name: 'people who were unsubscribed are told as if they were not',
    file: 'core/usecases/sending-batch.ts',
    from: 'reachable: await reachable(),',
    to: 'reachable: new Set((await reachable(), roster.map(({ id }) => id))),',
    seed: 8,
  },
  {
    name: 'a slot that somebody else holds is taken all the same',
    file: 'core/usecases/send-notices.ts',
    from: "if (claim.code === 'claimed') return { code: 'taken', until };",
    to: "if (claim.code === 'claimed' || claim.takenUntil.size > 0) return { code: 'taken', until };",
    seed: 7,
  },
  {
    name: 'that a notice went out is tried to record once and no more',
    file: 'functions/adapters/dynamodb/table.ts',
    from: '{ ...patientRetry, attempts: 7 }',
    to: '{ ...patientRetry, attempts: 1 }',
    seed: 49,
  },
  {
    name: 'a correction leaves the old row where it was',
    file: 'functions/adapters/dynamodb/dynamodb-revisions.ts',
    from: '    { deleted: old },\n',
    to: '',
    seed: 4,
  },
  {
    name: 'an identifier is written into a key as it came',
    file: 'core/family/identifiers.ts',
    from: "return { kind, id: pseudonyms.of('identifier', kind, ...parts) };",
    to: "return { kind, id: [kind, ...parts].join('-') };",
    seed: 1,
  },
  {
    name: 'a separation that is asked for again is refused once it is done',
    file: 'core/usecases/separate-family.ts',
    from: 'return before === undefined ? change : succeed(before);',
    to: 'return change;',
    seed: 2,
  },
];

/** The alert's id as a person reads it aloud or types it: in groups of four. */
export const referenceOf = (alertId: string): string => alertId.match(/.{1,4}/g)?.join('-') ?? alertId;

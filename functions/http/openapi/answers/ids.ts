import * as z from 'zod';

/** Tideline's own id of a family. */
export const FamilyId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22,64}$/)
  .meta({ id: 'FamilyId', description: "A family's id in Tideline." });

/** The id of an alert, or its reference as managers read it. */
export const AlertIdOrReference = z
  .string()
  .regex(/^[0-9A-HJKMNP-TV-Z]{4}(-?)[0-9A-HJKMNP-TV-Z]{4}\1[0-9A-HJKMNP-TV-Z]{4}$/)
  .meta({ description: "An alert's id of twelve characters, or its reference in three groups of four." });

/** An instant in an answer: always in UTC. */
export const AnsweredInstant = z.iso.datetime();

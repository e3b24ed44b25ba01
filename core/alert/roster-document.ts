import * as z from 'zod';
import { Recipient } from './roster.ts';

/** Opaque: it goes into messages and filters and never changes, so it must say nothing of the person. */
export const OpaqueId = z
  .string()
  .regex(/^person-[a-z0-9]{4,16}$/, 'must be person- and 4 to 16 letters or digits');

const Team = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens, such as north');

/** A manager, as a reviewed roster names them: strict about what the running parts take as it comes. */
const RosterPerson = Recipient.extend({
  id: OpaqueId.meta({ description: 'Never changes, and says nothing of the person.' }),
  areaWide: z.boolean().meta({ description: 'Told wherever nobody of the team can be.' }),
  teams: z.array(Team).max(50),
}).meta({ id: 'RosterPerson', description: 'Who is told of what, and how. No name, address or number.' });
type RosterPerson = z.infer<typeof RosterPerson>;

type Fault = { readonly path: readonly (string | number)[]; readonly reason: string };

/**
 * Who is told of what, as data that is reviewed: people by opaque id. Names,
 * addresses and numbers have no place in it and are refused.
 */
export const RosterDocument = z
  .strictObject({
    $schema: z.string().optional(),
    version: z.int().min(1),
    effectiveFrom: z.iso
      .date()
      .optional()
      .meta({ description: 'For the reader: a roster is in force once it is deployed.' }),
    author: z.string().min(1).max(100),
    reason: z.string().min(1).max(1000),
    people: z.array(RosterPerson).min(1).max(500),
  })
  .superRefine((roster, context) => {
    // What is no roster yet cannot be asked whether its people fit together.
    if (context.issues.length > 0) return;
    for (const { path, reason } of faultsOf(roster.people)) {
      context.addIssue({ code: 'custom', path: [...path], message: reason });
    }
  })
  .meta({ id: 'Roster', description: 'The people who are told of alerts, by opaque id.' });
export type RosterDocument = z.infer<typeof RosterDocument>;

/** What must hold between the people of a roster. */
const faultsOf = (people: readonly RosterPerson[]): readonly Fault[] => [
  ...(people.some(({ areaWide }) => areaWide)
    ? []
    : [{ path: ['people'], reason: 'nobody is area-wide, and an alert must always reach somebody' }]),
  ...people.flatMap((person, index) =>
    faultsOfPerson(person, people.slice(0, index), people).map(({ path, reason }) => ({
      path: ['people', index, ...path],
      reason,
    })),
  ),
];

function faultsOfPerson(
  person: RosterPerson,
  before: readonly RosterPerson[],
  people: readonly RosterPerson[],
): readonly Fault[] {
  const { id, areaWide, teams, absences = [] } = person;
  return [
    ...(before.some((other) => other.id === id)
      ? [{ path: ['id'], reason: 'somebody before has this id' }]
      : []),
    ...(areaWide || teams.length > 0
      ? []
      : [{ path: ['teams'], reason: 'is empty and the person not area-wide, so nothing would reach them' }]),
    ...(['teams', 'severities', 'channels'] as const).flatMap((field) =>
      new Set<string>(person[field]).size < person[field].length
        ? [{ path: [field], reason: 'lists something twice' }]
        : [],
    ),
    ...absences.flatMap((absence, index) => {
      const faults = [
        ...(absence.from > absence.until ? [{ field: 'until', reason: 'is before the first day' }] : []),
        ...faultsOfCover(absence.cover, id, people),
      ];
      return faults.map(({ field, reason }) => ({ path: ['absences', index, field], reason }));
    }),
  ];
}

function faultsOfCover(cover: string | undefined, id: string, people: readonly RosterPerson[]) {
  if (cover === undefined) return [];
  if (cover === id) return [{ field: 'cover', reason: 'must be somebody else' }];
  return people.some((other) => other.id === cover)
    ? []
    : [{ field: 'cover', reason: 'is nobody on the roster' }];
}

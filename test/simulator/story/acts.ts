import type { Random } from './random.ts';

/** What people do beside telling of families: managers, operators, and what reads managers' mail. */
export type Act = { readonly name: string; readonly at: number } & (
  | { readonly kind: 'unsubscribes'; readonly person: string }
  | { readonly kind: 'activates'; readonly policy: PolicyName }
  | {
      readonly kind: 'decides';
      readonly family: string;
      readonly decision: 'family-help' | 'no-further-action';
    }
  | { readonly kind: 'stands-down'; readonly family: string }
  /** A new release: every process begins anew. */
  | { readonly kind: 'deploys' }
);
export type ActKind = Act['kind'];
export type PolicyName = 'default' | 'sensitive' | 'sample';
export const policyNames: readonly PolicyName[] = ['default', 'sensitive', 'sample'];

export type ActsAsked = {
  readonly from: number;
  readonly to: number;
  readonly families: readonly string[];
  readonly people: readonly string[];
};

/** A day's acts: a few on most days. */
export function drawActs(random: Random, { from, to, families, people }: ActsAsked): readonly Act[] {
  const count = random.pick([0, 1, 2, 4, 6]);
  return Array.from({ length: count }, (_, index): Act => {
    const common = { name: `act-${index + 1}`, at: random.int(from, to) };
    switch (
      random.pick([
        'unsubscribes',
        'unsubscribes',
        'activates',
        'decides',
        'decides',
        'stands-down',
        'deploys',
      ] as const)
    ) {
      case 'unsubscribes':
        return { ...common, kind: 'unsubscribes', person: random.pick(people) };
      case 'activates':
        return { ...common, kind: 'activates', policy: random.pick(policyNames) };
      case 'decides':
        return {
          ...common,
          kind: 'decides',
          family: random.pick(families),
          decision: random.pick(['family-help', 'no-further-action'] as const),
        };
      case 'stands-down':
        return { ...common, kind: 'stands-down', family: random.pick(families) };
      default:
        return { ...common, kind: 'deploys' };
    }
  });
}

/** Says what was done, for a story. */
export function actInWords(act: Act): string {
  switch (act.kind) {
    case 'unsubscribes':
      return `a mail scanner unsubscribes ${act.person}`;
    case 'activates':
      return `an operator makes the policy ${act.policy} live`;
    case 'decides':
      return `a manager decides on the alert of ${act.family}: ${act.decision}`;
    case 'stands-down':
      return `a manager stands the alert of ${act.family} down`;
    case 'deploys':
      return 'a release is deployed';
    default:
      throw new Error(`No such act: ${act satisfies never}`);
  }
}

/** A step of a path: an attribute by its own name or by a placeholder, or a place in a list. */
export type Step = { readonly word: string } | { readonly name: string } | { readonly index: number };
export type Path = { readonly kind: 'path'; readonly steps: readonly Step[] };
export type Placeholder = { readonly kind: 'value'; readonly placeholder: string };

/** Something that a condition compares. */
export type Operand = Path | Placeholder | { readonly kind: 'size'; readonly of: Path | Placeholder };

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';
export type Predicate =
  | 'attribute_exists'
  | 'attribute_not_exists'
  | 'attribute_type'
  | 'begins_with'
  | 'contains';

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly one: Condition; readonly other: Condition }
  | { readonly kind: 'not'; readonly of: Condition }
  | {
      readonly kind: 'compare';
      readonly by: Comparator;
      readonly left: Operand;
      readonly right: Operand;
    }
  | {
      readonly kind: 'between';
      readonly operand: Operand;
      readonly low: Operand;
      readonly high: Operand;
    }
  | { readonly kind: 'in'; readonly operand: Operand; readonly options: readonly Operand[] }
  | { readonly kind: 'call'; readonly predicate: Predicate; readonly operands: readonly Operand[] };

/** Something that an attribute can be set to. */
export type NewValue =
  | Path
  | Placeholder
  | { readonly kind: 'if-not-exists'; readonly path: Path; readonly otherwise: NewValue }
  | { readonly kind: 'list-append'; readonly first: NewValue; readonly second: NewValue }
  | { readonly kind: 'sum'; readonly sign: '+' | '-'; readonly one: NewValue; readonly other: NewValue };

export type Change =
  | { readonly kind: 'set'; readonly path: Path; readonly to: NewValue }
  | { readonly kind: 'remove'; readonly path: Path }
  | { readonly kind: 'add' | 'delete'; readonly path: Path; readonly value: Placeholder };

/** An expression as it was read, with the placeholders that it uses. */
export type Parsed<Tree> = {
  readonly tree: Tree;
  readonly names: ReadonlySet<string>;
  readonly values: ReadonlySet<string>;
};

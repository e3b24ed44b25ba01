/** What leads from one thing to another: each thing, and the names that it goes by. */
export type Named = { readonly thing: string; readonly names: readonly string[] };

/** Things that share a name are of one group, and so is whatever leads on from there; a second implementation of joining. */
export function partition(all: readonly Named[]): readonly (readonly string[])[] {
  const groups: { readonly names: Set<string>; readonly things: Set<string> }[] = [];
  for (const { thing, names } of all) {
    const met = groups.filter(
      (group) => names.some((name) => group.names.has(name)) || group.things.has(thing),
    );
    const one = { names: new Set(names), things: new Set([thing]) };
    for (const group of met) {
      for (const name of group.names) one.names.add(name);
      for (const other of group.things) one.things.add(other);
      groups.splice(groups.indexOf(group), 1);
    }
    groups.push(one);
  }
  return groups.map(({ things }) => [...things].sort()).sort(byFirst);
}

const byFirst = (a: readonly string[], b: readonly string[]): number =>
  (a[0] ?? '') < (b[0] ?? '') ? -1 : 1;

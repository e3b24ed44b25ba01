import { bugs } from './bugs/bugs.ts';
import { findBug } from './bugs/find-bug.ts';

for (const [index, bug] of bugs.entries()) {
  const { foundIn, seeds, first } = await findBug(bug, `count-${index}`, { seeds: 20, all: true });
  console.log(
    `bug found in ${foundIn} of ${seeds} seeds: ${bug.name} (${(first ?? 'not found').slice(0, 70)})`,
  );
}

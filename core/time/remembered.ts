/**
 * Remembers what a pure function of a whole number answers. What is kept
 * depends on nothing but the number, so that this one is as pure; it is all
 * thrown away when there is too much of it.
 */
export function remembered<Answer extends string>(
  answer: (number: number) => Answer,
  most: number,
): (number: number) => Answer {
  const known = new Map<number, Answer>();
  return (number) => {
    const before = known.get(number);
    if (before !== undefined) return before;
    if (known.size === most) known.clear();
    const fresh = answer(number);
    known.set(number, fresh);
    return fresh;
  };
}

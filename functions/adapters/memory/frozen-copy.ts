/** A copy that nobody can change, in depth: what is stored is shared with no caller. */
export const frozenCopy = <Value>(value: Value): Value => freeze(structuredClone(value));

function freeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) freeze(member);
    Object.freeze(value);
  }
  return value;
}

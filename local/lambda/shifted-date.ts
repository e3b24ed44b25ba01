/**
 * Replaces this process's `Date` by one that runs at a distance from the
 * machine's clock, and returns what sets the distance in milliseconds. Timers
 * and `performance.now()` keep real time.
 */
export function shiftDate(): (offsetMilliseconds: number) => void {
  const MachineDate = Date;
  let offset = 0;
  const now = () => MachineDate.now() + offset;
  globalThis.Date = new Proxy(MachineDate, {
    construct: (target, values, newTarget) =>
      Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget) as Date,
    apply: () => new MachineDate(now()).toString(),
    get: (target, property, receiver) => (property === 'now' ? now : Reflect.get(target, property, receiver)),
  });
  return (next) => {
    offset = next;
  };
}

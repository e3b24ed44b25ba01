import * as z from 'zod';

/**
 * `raised` until its first notice has gone out, then `sent`; an alert that only
 * goes on a list stays `raised`. A person ends it (`decided`, `stood-down`), or
 * it closes by itself where every line among its reasons does (`closed`), or it
 * ends in favour of another one when its family is joined with that one's (`merged-into`).
 */
export const AlertState = z
  .enum(['raised', 'sent', 'decided', 'closed', 'stood-down', 'merged-into'])
  .meta({ id: 'AlertState', description: 'raised and sent are still to be answered; the others are over.' });
export type AlertState = z.infer<typeof AlertState>;

/** The states in which an alert holds its family's slot. */
const openStates: readonly AlertState[] = ['raised', 'sent'];

/** Whether an alert is still to be answered. */
export const isOpen = ({ state }: { readonly state: AlertState }): boolean => openStates.includes(state);

/**
 * The states an alert may be in before each of its transitions. The stores'
 * conditions are built from these lists. None comes before it is raised. A
 * notice may be on its way while the alert ends; that it went out is kept all
 * the same.
 */
export const statesBefore = {
  raised: [],
  changed: openStates,
  sent: AlertState.options,
  decided: openStates,
  'stood-down': openStates,
  closed: openStates,
  'merged-into': openStates,
} as const satisfies Readonly<Record<string, readonly AlertState[]>>;

/** What may become of an alert. */
export type AlertTransition = keyof typeof statesBefore;

/** The alert is in a state from which there is no such transition. */
export type NotOpen = { readonly code: 'not-open'; readonly state: AlertState };

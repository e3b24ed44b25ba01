import type { Figures } from './measure/measure.ts';
import document from './published.json' with { type: 'json' };

/** A published figure, or the two ends of several, and how far from it the synthetic authority may come out. */
export type PublishedFigure = (typeof document)[keyof typeof document];

/** The published figures, by name, in the order of the page. */
export const publishedFigures = Object.entries(document) as readonly (readonly [
  keyof Figures,
  PublishedFigure,
])[];

/** Whether a measured figure lies within its tolerance. */
export const isWithin = (measured: number, { from, to, tolerance }: PublishedFigure): boolean =>
  measured >= from - tolerance && measured <= to + tolerance;

import { setTimeout as delay } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** How often and how patiently a write is tried again that met another one. */
export type Retry = {
  readonly attempts: number;
  readonly delay: (milliseconds: number) => Promise<unknown>;
  /** From 0 up to, but not including, 1. */
  readonly random: () => number;
};

const firstWaitMilliseconds = 25;

/** How long to wait after an attempt before the next: a random time whose bound doubles. */
export const waitBefore = (attempt: number, { random }: Retry): number =>
  Math.ceil(random() * firstWaitMilliseconds * 2 ** attempt);

/** The one table, and how it is spoken to. */
export type Table = {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly name: string;
  readonly retry: Retry;
};

/** Four attempts, with a third of a second of waiting at most: somebody waits for each write. */
export const patientRetry: Retry = { attempts: 4, delay, random: Math.random };

/** Seven attempts, with three seconds of waiting at most: for whoever tells again what could not be recorded as told. */
export const unhurriedRetry: Retry = { ...patientRetry, attempts: 7 };

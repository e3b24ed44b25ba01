import { describe, expect, it } from 'vitest';
import { untilIdle } from '../../local/idle.ts';
import { createStopper } from '../../local/stopper.ts';
import { startPollLoop } from '../../local/streams/poll-loop.ts';

const source = (path: string, readToEnd: () => Promise<void> = async () => undefined) => ({
  path,
  readToEnd,
});
const quiet = { activity: () => 0, busy: async () => [], deadlineMilliseconds: 5_000 };

describe('waiting until all is at rest', () => {
  it('is over when every source is read and nothing is at work', async () => {
    await untilIdle({ ...quiet, sources: [source('stream'), source('inbox')] });
  });

  it('starts again when something happened meanwhile', async () => {
    const activity = [0, 2, 2, 2];
    let reads = 0;
    const counted = source('stream', async () => {
      reads += 1;
    });
    await untilIdle({ ...quiet, sources: [counted], activity: () => activity.shift() ?? 2 });
    expect(reads).toBe(2);
  });

  it('lasts as long as something is at work', async () => {
    const busy = [['Stack/Slow'], ['Stack/Slow'], []];
    let asked = 0;
    await untilIdle({
      ...quiet,
      sources: [],
      async busy() {
        asked += 1;
        return busy.shift() ?? [];
      },
    });
    expect(asked).toBe(3);
  });

  it('fails at the deadline, naming what was busy', async () => {
    const never = source('Stack/Stuck', () => new Promise(() => undefined));
    await expect(
      untilIdle({ ...quiet, sources: [source('fine'), never], deadlineMilliseconds: 50 }),
    ).rejects.toThrow('Not idle after 0.05 s; still busy: Stack/Stuck.');
    const busy = async () => ['Stack/Slow'];
    await expect(untilIdle({ ...quiet, sources: [], busy, deadlineMilliseconds: 50 })).rejects.toThrow(
      'Stack/Slow',
    );
  });

  it('fails at once when a source cannot be read', async () => {
    const broken = source('stream', () =>
      Promise.reject(new Error('Stack/Mapping cannot read its source: denied')),
    );
    await expect(untilIdle({ ...quiet, sources: [broken] })).rejects.toThrow('denied');
  });
});

describe('a loop that reads a source', () => {
  it('is at the end only after a look that began later and found nothing', async () => {
    const left = ['a', 'b'];
    const loop = startPollLoop({
      path: 'stream',
      look: async () => left.shift() !== undefined,
      onFault: () => undefined,
    });
    left.push('c');
    await loop.readToEnd();
    expect(left).toEqual([]);
    await loop.stop();
  });

  it('reports a source that it cannot read once, and goes on', async () => {
    const reported: string[] = [];
    let isDenied = true;
    const loop = startPollLoop({
      path: 'Stack/Mapping',
      async look() {
        if (isDenied) throw new Error('denied');
        return false;
      },
      onFault: (error) => reported.push(error.message),
    });
    await expect(loop.readToEnd()).rejects.toThrow('Stack/Mapping cannot read its source: denied');
    await expect(loop.readToEnd()).rejects.toThrow('denied');
    isDenied = false;
    await loop.readToEnd();
    expect(reported).toEqual(['Stack/Mapping cannot read its source: denied']);
    await loop.stop();
  });

  it('lets nobody wait for ever when it is stopped', async () => {
    const loop = startPollLoop({ path: 'stream', look: async () => true, onFault: () => undefined });
    const waiting = expect(loop.readToEnd()).rejects.toThrow('The stack was stopped.');
    await loop.stop();
    await waiting;
  });
});

describe('stopping what was started', () => {
  it('goes backwards, once, and does not give up at a failure', async () => {
    const stopped: string[] = [];
    const stopper = createStopper();
    stopper.add(async () => void stopped.push('first'));
    stopper.add(() => Promise.reject(new Error('stuck')));
    stopper.add(async () => void stopped.push('last'));
    await expect(stopper.stop()).rejects.toThrow('Some of the local stack did not end.');
    await expect(stopper.stop()).rejects.toThrow('Some of the local stack did not end.');
    expect(stopped).toEqual(['last', 'first']);
  });
});

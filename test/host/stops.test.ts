import assert from 'node:assert/strict';
import { StopWatch } from '../../src/host/stops.ts';

/** A clock and processes that do as they are told. */
class Scene {
  readonly stops: (readonly number[])[] = [];
  readonly stopped = new Set<number>();
  readonly gone: number[] = [];
  readonly dead = new Set<number>();
  pids: number[] = [1, 2];
  #now = 1000;
  readonly watch = new StopWatch({
    pids: () => this.pids,
    onStop: (from, to) => void this.stops.push([from, to]),
    now: () => this.#now,
    isStopped: (pid) => (this.dead.has(pid) ? undefined : this.stopped.has(pid)),
    onGone: (pid) => void this.gone.push(pid),
  });

  /** Time passes, then the watch looks. */
  look(ms: number): void {
    this.tick(ms);
    this.watch.look();
  }

  tick(ms: number): void {
    this.#now += ms;
  }
}

describe('StopWatch', () => {
  it('takes the time from the last look at which the program ran to the first at which it runs again', () => {
    const scene = new Scene();
    scene.look(100);
    scene.stopped.add(2);
    scene.look(100);
    scene.stopped.add(1);
    scene.look(100);
    scene.stopped.delete(2);
    scene.look(100);
    scene.stopped.clear();
    scene.look(100);
    assert.deepEqual(scene.stops, [[1100, 1500]]);
  });

  it('ends a stop when the process is gone, and when the watch ends', () => {
    const scene = new Scene();
    scene.stopped.add(1);
    scene.look(100);
    scene.pids = [2];
    scene.look(100);
    scene.stopped.add(2);
    scene.look(100);
    scene.tick(50);
    scene.watch.dispose();
    assert.deepEqual(scene.stops, [
      [1000, 1200],
      [1200, 1350],
    ]);
  });

  for (const order of ['before', 'after'] as const) {
    it(`knows its own standstill by SIGCONT, when the timer runs ${order} the signal is handled`, () => {
      const scene = new Scene();
      scene.tick(5000);
      if (order === 'before') scene.watch.look();
      scene.watch.continued();
      scene.watch.look();
      scene.watch.continued();
      assert.deepEqual(scene.stops, [[1000, 6000]]);
    });
  }

  it('does not take a busy machine for a stop', () => {
    const scene = new Scene();
    scene.look(5000);
    scene.look(100);
    scene.tick(100);
    scene.watch.continued();
    assert.deepEqual(scene.stops, []);
  });

  it('tells once that a process has gone', () => {
    const scene = new Scene();
    scene.look(100);
    assert.deepEqual(scene.gone, []);
    scene.dead.add(2);
    scene.look(100);
    scene.look(100);
    assert.deepEqual(scene.gone, [2]);
  });
});

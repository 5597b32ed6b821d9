// expect: race.check-then-act 16
// A board of another file gives the next job, which two workers take before either has marked it.
import { setTimeout as delay } from 'node:timers/promises';
import { Board } from './board.mjs';

class Worker {
  constructor(board) {
    this.board = board;
  }

  async run() {
    const job = this.board.nextQueued();
    if (!job) return;
    await delay(5);
    job.runs++;
    job.state = 'running';
    await delay(5);
  }
}

const board = new Board();
board.add('a');
await Promise.all([new Worker(board).run(), new Worker(board).run()]);
console.log(board.runs > 0);

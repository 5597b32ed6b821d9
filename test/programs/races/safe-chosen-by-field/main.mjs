// expect: nothing
// Near twin of buggy-chosen-by-field: the job is marked in the step in which it was found.
import { setTimeout as delay } from 'node:timers/promises';
import { Board } from './board.mjs';

class Worker {
  constructor(board) {
    this.board = board;
  }

  async run() {
    const job = this.board.nextQueued();
    if (!job) return;
    job.state = 'running';
    await delay(5);
    job.runs++;
    await delay(5);
  }
}

const board = new Board();
board.add('a');
await Promise.all([new Worker(board).run(), new Worker(board).run()]);
console.log(board.runs > 0);

import { setTimeout as delay } from 'node:timers/promises';

export class Poller {
  constructor(board) {
    this.board = board;
  }

  async run() {
    let job;
    while ((job = this.board.nextQueued())) {
      job.state = 'running';
      await this.process(job);
      job.state = 'done';
    }
  }

  async process(job) {
    await delay(3);
    job.runs++;
  }
}

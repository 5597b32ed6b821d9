'use strict';
const { setTimeout: delay } = require('node:timers/promises');

class Poller {
  constructor(board) {
    this.board = board;
  }

  async run() {
    let job;
    while ((job = this.board.nextQueued())) {
      await delay(3);
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

module.exports = { Poller };

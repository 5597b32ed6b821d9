const fs = require('node:fs');
const { Job } = require('./job.js');

class Queue {
  constructor() {
    this.jobs = new Map();
    this.stored = [];
  }

  /** Somebody else may have worked on a job. */
  listen() {
    this.timer = setInterval(() => {
      fs.stat(__filename, () => {
        for (const job of this.jobs.values()) job.progress = 'seen';
      });
    }, 30);
  }

  create(data) {
    return new Job(this, data);
  }

  async store(text) {
    await fs.promises.stat(__filename);
    return this.stored.push(text);
  }

  tell(id, data) {
    this.stored.push(`${id} ${data.done}`);
  }

  close() {
    clearInterval(this.timer);
  }
}

exports.Queue = Queue;

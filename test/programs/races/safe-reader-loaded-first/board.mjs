export class Job {
  state = 'queued';
  runs = 0;

  constructor(id) {
    this.id = id;
  }
}

export class Board {
  #jobs = [];

  add(job) {
    this.#jobs.push(job);
  }

  nextQueued() {
    return this.#jobs.find((job) => job.state === 'queued');
  }

  get runs() {
    return this.#jobs.map((job) => job.runs).join(' ');
  }
}

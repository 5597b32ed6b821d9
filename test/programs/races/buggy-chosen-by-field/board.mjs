export class Board {
  #jobs = [];

  add(id) {
    this.#jobs.push({ id, state: 'queued', runs: 0 });
  }

  nextQueued() {
    return this.#jobs.find((job) => job.state === 'queued');
  }

  get runs() {
    return this.#jobs.reduce((sum, job) => sum + job.runs, 0);
  }
}

// Thumbnails of the product pictures, scaled down in a worker and kept.
import { Worker } from 'node:worker_threads';

export class Images {
  #nextId = 1;
  #waiting = new Map();
  #thumbnails = new Map();
  #worker;
  #ended;

  constructor() {
    this.#worker = new Worker(new URL('./thumbnail-worker.js', import.meta.url));
    this.#worker.on('message', ({ id, thumbnail }) => {
      this.#waiting.get(id)?.resolve(thumbnail);
      this.#waiting.delete(id);
    });
    this.#worker.on('error', (error) => {
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    });
    this.#ended = new Promise((resolve) => this.#worker.once('exit', resolve));
  }

  thumbnail(sku) {
    let job = this.#thumbnails.get(sku);
    if (job === undefined) {
      job = this.#render(sku);
      this.#thumbnails.set(sku, job);
      job.catch(() => this.#thumbnails.delete(sku));
    }
    return job;
  }

  #render(sku) {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, sku });
    });
  }

  async close() {
    this.#worker.postMessage('close');
    await this.#ended;
  }
}

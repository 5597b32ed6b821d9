// expect: none exit 0
// A call that replaces its own options and then looks at them has taken nothing: jobs that were thrown away wait for ever, but for nobody.
import { setTimeout as delay } from 'node:timers/promises';
class Queue {
  #waiting = [];
  #ids = 0;
  async add(job, options = {}) {
    options = { timeout: undefined, ...options, id: options.id ?? this.#ids++ };
    if (options.timeout !== undefined && !(options.timeout > 0)) throw new TypeError('timeout');
    return new Promise((resolve, reject) => {
      const run = async () => {
        try {
          options.signal?.throwIfAborted();
          resolve(await job({ signal: options.signal }));
        } catch (error) {
          reject(error);
        }
      };
      this.#waiting.push({ run, id: options.id });
      if (options.signal) options.signal.addEventListener('abort', () => this.#waiting.pop());
    });
  }
  clear() {
    this.#waiting = [];
  }
}
const queue = new Queue();
const controller = new AbortController();
queue.add(() => 1, { signal: controller.signal });
queue.add(() => 2);
queue.clear();
await delay(10);
console.log('dropped');

// Takes turns at the processors: jobs wait in one queue, whoever they belong to, and some wait until nothing else runs.
import os from 'node:os';

/** Most jobs wait for programs that wait: two more than there are processors keep these busy. */
const AT_ONCE = Math.min(4, os.availableParallelism() + 2);

const queue = [];
let working = 0;
let whenIdle = [];
/** Ends when all that has to run alone so far has done so. */
let alone = Promise.resolve();

/**
 * Runs a job when it is its turn.
 * @template T
 * @param {number} rank  jobs of a lower one come first
 * @param {() => Promise<T>} job
 * @returns {Promise<T>}
 */
export function inTurn(rank, job) {
  return new Promise((resolve, reject) => {
    const at = queue.findIndex((other) => other.rank > rank);
    queue.splice(at < 0 ? queue.length : at, 0, { rank, work: () => job().then(resolve, reject) });
    setImmediate(next);
  });
}

function next() {
  while (working < AT_ONCE && queue.length > 0) {
    working++;
    const { work } = queue.shift();
    void work().finally(() => {
      working--;
      next();
    });
  }
  if (working === 0) for (const resolve of whenIdle.splice(0)) resolve();
}

/**
 * Runs a job when nothing else runs any more.
 * @template T
 * @param {() => Promise<T>} job
 * @returns {Promise<T>}
 */
export function whenAlone(job) {
  const idle = new Promise((resolve) => whenIdle.push(resolve));
  const result = Promise.all([alone, idle]).then(job);
  alone = result.catch(() => undefined);
  setImmediate(next);
  return result;
}

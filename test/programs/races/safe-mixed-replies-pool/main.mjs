// expect: nothing
// Two threads count letters in turn; each question has a number, by which the one who waits is found.
import { Worker } from 'node:worker_threads';

const waiting = new Map();
let asked = 0;
const threads = [1, 2].map(() => {
  const thread = new Worker(new URL('./letters.mjs', import.meta.url));
  thread.on('message', ({ id, letters }) => {
    waiting.get(id)(letters);
    waiting.delete(id);
  });
  return thread;
});

function count(text) {
  const id = asked++;
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    threads[id % threads.length].postMessage({ id, text });
  });
}

const counts = await Promise.all(['hill', 'mountains', 'sea', 'meadow'].map(count));
console.log(counts.join(' '));
await Promise.all(threads.map((thread) => thread.terminate()));

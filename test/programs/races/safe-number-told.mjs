// expect: nothing
// The number is only shown.
import { setTimeout as sleep } from 'node:timers/promises';
const stats = { done: 0, bytes: 0, started: 0 };
const shown = [];
const ui = { async progress(done, total) { await sleep(1); shown.push([done, total]); } };
async function job(n) {
  stats.started++;
  const before = stats.done;
  await ui.progress(stats.done, 4);
  await sleep(n);
  stats.done++;
  stats.bytes += n;
  return stats.done - before;
}
const d = await Promise.all([1, 2, 3, 4].map(job));
console.log(stats.done, stats.bytes, d.length);

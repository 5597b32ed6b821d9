// expect: none exit 0
// Two keys at once, which the library takes one inside the other: the job has both.
import AsyncLock from 'async-lock';
const lock = new AsyncLock();
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
const beds = { cold: { plants: 40 }, mist: { plants: 15 }, shade: { plants: 22 } };
function move(from, to, count) {
  return lock.acquire([from, to].toSorted(), async () => {
    if (beds[from].plants < count) throw new Error(`only ${beds[from].plants}`);
    await sleep(count);
    beds[from].plants -= count;
    beds[to].plants += count;
  });
}
await Promise.all([
  move('cold', 'mist', 12),
  sleep(40).then(() => move('mist', 'cold', 7)),
  sleep(80).then(() => move('cold', 'shade', 5)),
]);

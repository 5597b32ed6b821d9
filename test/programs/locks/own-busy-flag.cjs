// expect: lock.not-released 7,6 exit 0
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
let compacting = false;
const segments = [3, 9, -1, 4];
async function compact(i) {
  while (compacting) await sleep(10);
  compacting = true;
  segments[i] = await merge(segments[i]);
  compacting = false;
}
async function merge(size) {
  await sleep(5);
  if (size < 0) {
    setTimeout(() => process.exit(), 4000);
    throw new RangeError('bad segment');
  }
  return size * 2;
}
Promise.allSettled(segments.map((_, i) => compact(i))).then(console.log);

// expect: none exit 0
const locks = new Map();
async function withLock(key, fn) {
  const previous = locks.get(key) ?? Promise.resolve();
  let done;
  const current = new Promise((r) => (done = r));
  locks.set(key, current);
  await previous;
  try { return await fn(); } finally {
    done();
    if (locks.get(key) === current) locks.delete(key);
  }
}
const wait = (ms) => new Promise((r) => setTimeout(r, ms));
async function transfer(from, to) {
  const [first, second] = [from, to].sort();
  await withLock(first, async () => {
    await wait(5);
    await withLock(second, async () => {
      console.log(from, '->', to);
    });
  });
}
Promise.all([transfer('alice', 'bob'), transfer('bob', 'alice')]).then(() => console.log('all done'));

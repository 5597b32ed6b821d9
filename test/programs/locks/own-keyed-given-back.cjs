// expect: none exit 0
// Taken and given back by functions of their own, on every way.
const exports_ = new Map();
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function lock(id) {
  while (exports_.has(id)) await exports_.get(id).promise;
  let resolve;
  const promise = new Promise((r) => (resolve = r));
  exports_.set(id, { promise, resolve });
}
function unlock(id) {
  const { resolve } = exports_.get(id);
  exports_.delete(id);
  resolve();
}

async function write(id, rows) {
  await sleep(1);
  await lock(id);
  await sleep(3 + rows);
  if (rows === 0) return unlock(id);
  unlock(id);
  return 'written';
}

Promise.all([write('a', 2), write('a', 0), write('a', 1)]).then(console.log);

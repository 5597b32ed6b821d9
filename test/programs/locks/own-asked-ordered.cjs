// expect: none exit 0
// A store that answers later is asked again and again whether a lock of it is free: in one order.
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
class Store {
  #owners = new Map();
  async take(key, owner) {
    await sleep(1);
    if (this.#owners.has(key)) return false;
    this.#owners.set(key, owner);
    return true;
  }
  async drop(key, owner) {
    await sleep(1);
    if (this.#owners.get(key) === owner) this.#owners.delete(key);
  }
}
const store = new Store();
async function acquire(keys) {
  const owner = Symbol(keys.join());
  for (const key of keys) {
    while (!(await store.take(key, owner))) {
      await sleep(2);
    }
  }
  return async () => {
    for (const key of keys) await store.drop(key, owner);
  };
}
async function move(ms, from, to) {
  await sleep(ms);
  const release = await acquire([from, to]);
  await sleep(1);
  await release();
}
move(1, 'hall', 'vault');
move(1200, 'hall', 'vault');

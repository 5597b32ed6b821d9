// expect: deadlock.actual 28,19,25 signal
// Each asks a store again and again for a lock that the other one has.
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
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const store = new Store();
async function acquire(key, owner) {
  while (!(await store.take(key, owner))) await sleep(5);
  return () => store.drop(key, owner);
}
let [left, meet] = [2, undefined];
const both = new Promise((resolve) => (meet = resolve));
async function move(owner, from, to) {
  const leave = await acquire(from, owner);
  if (--left === 0) meet();
  await both;
  const leaveNext = await acquire(to, owner);
  await leaveNext();
  await leave();
}
move('ann', 'hall', 'vault');
move('bob', 'vault', 'hall');

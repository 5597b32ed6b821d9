// expect: lock.not-released 19 exit 0
class Leases {
  queues = new Map();
  async lease(name) {
    const queue = this.queues.get(name);
    if (queue) await new Promise((resolve) => queue.push(resolve));
    else this.queues.set(name, []);
    return { dispose: () => this.#free(name) };
  }
  #free(name) {
    const next = this.queues.get(name).shift();
    if (next) next();
    else this.queues.delete(name);
  }
}
const leases = new Leases();
const files = new Map([['a', 'alpha'], ['b', '']]);
async function edit(name) {
  const lease = await leases.lease(name);
  const old = await new Promise((r) => setTimeout(r, 3, files.get(name)));
  if (!old) return;
  files.set(name, `${old}!`);
  lease.dispose();
}
async function main() {
  for (const name of ['a', 'b', 'a', 'b']) await edit(name);
}
main();

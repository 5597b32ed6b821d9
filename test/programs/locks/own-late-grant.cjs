// expect: lock.not-released 22,6 exit 0
class Door {
  #closed = false;
  #line = [];
  enter() {
    if (!this.#closed) {
      this.#closed = true;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.#line.push(resolve));
  }
  leave() {
    const next = this.#line.shift();
    if (next) next();
    else this.#closed = false;
  }
}
const door = new Door();
const late = (ms) => new Promise((_, reject) => setTimeout(() => reject(new Error('too late')), ms));

async function visit(name, ms, patience) {
  await Promise.race([door.enter(), late(patience)]);
  await new Promise((resolve) => setTimeout(resolve, ms));
  door.leave();
  return name;
}
async function main() {
  const seen = await Promise.allSettled([visit('ann', 300, 2000), visit('bob', 1, 30)]);
  seen.push(...(await Promise.allSettled([visit('cid', 1, 200)])));
  console.log(seen.map((s) => s.value ?? s.reason.message).join(', '));
}
main();

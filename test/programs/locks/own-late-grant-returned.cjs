// expect: none exit 0
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
  const turn = door.enter();
  try {
    await Promise.race([turn, late(patience)]);
  } catch (err) {
    turn.then(() => door.leave());
    throw err;
  }
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

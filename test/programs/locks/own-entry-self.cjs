// expect: lock.self-deadlock 26,24 exit 0
// The same form, and a lock: who finds the entry there waits until it is taken out.
class Seats {
  #taken = new Map();
  #waiting = [];
  take(name) {
    const holder = this.#taken.get(name);
    if (holder) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#taken.set(name, { name });
    return Promise.resolve();
  }
  leave(name) {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#taken.delete(name);
  }
}
const seats = new Seats();
const pause = () => new Promise((resolve) => setImmediate(resolve));
async function main() {
  await seats.take('a');
  await pause();
  seats.leave('a');
  await seats.take('a');
  await pause();
  await seats.take('a');
}
main();

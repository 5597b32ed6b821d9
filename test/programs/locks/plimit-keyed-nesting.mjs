// expect: lock.permit-nesting 13 exit 0
// The limiters stand in a map in which nobody takes one out: the entry is no lock, and is told as none.
import pLimit from 'p-limit';
const pause = () => new Promise((resolve) => setImmediate(resolve));
class Albums {
  #limits = new Map();
  #one(name, work) {
    let limit = this.#limits.get(name);
    if (!limit) {
      limit = pLimit(1);
      this.#limits.set(name, limit);
    }
    return limit(work);
  }
  add(name) {
    return this.#one(name, pause);
  }
  merge(name) {
    return this.#one(name, async () => {
      await this.add(name);
    });
  }
}
async function main() {
  const albums = new Albums();
  await albums.add('may');
  await albums.merge('june');
}
main();

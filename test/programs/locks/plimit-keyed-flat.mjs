// expect: none exit 0
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
      await pause();
    });
  }
}
async function main() {
  const albums = new Albums();
  await albums.add('may');
  await Promise.all([albums.merge('may'), albums.add('may'), albums.merge('june')]);
}
main();

// expect: nothing
// never: promise.floating
const { setTimeout: delay } = require('node:timers/promises');

class Spool {
  #pages = [];

  get length() {
    return this.#pages.length;
  }

  async add(page) {
    await delay(25);
    this.#pages.push(page);
  }
}

// Who waits reads when all is there; a round that says how many there are so far looks again.
async function print(spool, pages) {
  await Promise.all(pages.map((page) => spool.add(page)));
  return spool.length;
}

async function watch(spool, pages) {
  const added = pages.map((page) => spool.add(page));
  console.log('so far', spool.length);
  await Promise.all(added);
  return spool.length;
}

async function background(spool, pages) {
  pages.forEach((page) => spool.add(page).catch(console.error));
  console.log('before', spool.length);
  await delay(80);
  return spool.length;
}

(async () => {
  for (const work of [print, watch, background]) console.log(await work(new Spool(), ['1', '2', '3']));
})();

// expect: none exit 0
const { setTimeout: sleep } = require('node:timers/promises');

class Press {
  taken = false;
  async claim(job, tries = 8) {
    while (this.taken) {
      if (--tries < 0) throw new Error(`${job}: no press`);
      await sleep(10);
    }
    this.taken = true;
  }
  free() {
    this.taken = false;
  }
}
const press = new Press();

async function print(job, pages) {
  await press.claim(job);
  try {
    return await fold(pages);
  } finally {
    press.free();
  }
}
async function fold(pages) {
  await sleep(5);
  if (pages % 4 !== 0) throw new RangeError(`${pages} pages`);
  return pages / 4;
}

async function main() {
  for (const [job, pages] of [['atlas', 8], ['flyer', 3], ['novel', 16]]) {
    console.log(job, await print(job, pages).catch((err) => err.message));
  }
}
main();

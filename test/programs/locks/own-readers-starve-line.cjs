// expect: lock.starvation 14 exit 0
// One line for all, out of which whoever can go in at the moment is taken, and readers nearly always can.
class Archive {
  #inside = 0;
  #writer = false;
  #line = [];
  read(work) {
    return this.#with(false, work);
  }
  write(work) {
    return this.#with(true, work);
  }
  async #with(isWriter, work) {
    await new Promise((begin) => {
      this.#line.push({ isWriter, begin });
      this.#move();
    });
    try {
      return await work();
    } finally {
      if (isWriter) this.#writer = false;
      else this.#inside -= 1;
      this.#move();
    }
  }
  #move() {
    for (let i = 0; i < this.#line.length; i++) {
      const { isWriter, begin } = this.#line[i];
      if (this.#writer || (isWriter && this.#inside > 0)) continue;
      if (isWriter) this.#writer = true;
      else this.#inside += 1;
      this.#line.splice(i--, 1);
      begin();
    }
  }
}

const archive = new Archive();
const shelves = [1, 2, 3];
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function visit(more) {
  let next;
  const seen = await archive.read(async () => {
    await sleep(12);
    // The next one is there before this one goes.
    if (more > 0) next = visit(more - 1);
    await sleep(50);
    return shelves.length;
  });
  return Math.max(seen, (await next) ?? 0);
}

async function rearrange() {
  // Takes an hour of a quiet night.
  await sleep(40);
  await archive.write(async () => shelves.push(4));
}

Promise.all([visit(100), rearrange()]).then(([seen]) => console.log(seen, shelves.length));

// expect: none exit 0
// Who wants to read stands behind the writer that waits already, and all readers that stand together go in together.
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
    while (this.#line.length > 0) {
      const { isWriter, begin } = this.#line[0];
      if (this.#writer || (isWriter && this.#inside > 0)) return;
      if (isWriter) this.#writer = true;
      else this.#inside += 1;
      this.#line.shift();
      begin();
    }
  }
}

const archive = new Archive();
const shelves = [1, 2, 3];
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function visit() {
  return archive.read(async () => {
    await sleep(80);
    return shelves.length;
  });
}

async function visitors(count) {
  const visits = [];
  for (let i = 0; i < count; i++) {
    visits.push(visit());
    await sleep(9);
  }
  return Promise.all(visits);
}

async function rearrange() {
  await sleep(40);
  // Long: all who come meanwhile wait, in their order.
  await archive.write(async () => {
    await sleep(900);
    shelves.push(4);
  });
}

Promise.all([visitors(160), rearrange()]).then(([visits]) => console.log(visits.length, shelves.length));

// expect: none exit 0
// Readers pass a writer that waits, but they come in groups with pauses between them: it has its turn after one group. And one that a reader keeps waiting for long is not overtaken by many.
class PriceList {
  #looking = 0;
  #changing = false;
  #shoppers = [];
  #clerks = [];
  prices = new Map([['pear', 3]]);

  async enter() {
    if (this.#changing) await new Promise((go) => this.#shoppers.push(go));
    else this.#looking++;
  }
  leave() {
    this.#looking--;
    if (this.#looking === 0) this.#nextClerk();
  }
  close() {
    if (!this.#changing && this.#looking === 0) {
      this.#changing = true;
      return undefined;
    }
    return new Promise((go) => this.#clerks.push(go));
  }
  open() {
    this.#changing = false;
    for (const go of this.#shoppers.splice(0)) {
      this.#looking++;
      go();
    }
    if (this.#looking === 0) this.#nextClerk();
  }
  #nextClerk() {
    const go = this.#clerks.shift();
    if (go === undefined) return;
    this.#changing = true;
    go();
  }
}

const list = new PriceList();
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function look(what, ms) {
  await list.enter();
  try {
    await sleep(ms);
    return list.prices.get(what);
  } finally {
    list.leave();
  }
}

async function change(what, price) {
  await list.close();
  list.prices.set(what, price);
  list.open();
}

async function main() {
  const looks = [];
  let changed;
  for (let i = 0; i < 120; i++) {
    looks.push(look('pear', 20));
    if (i === 5) changed = change('pear', 4);
    await sleep(i % 20 === 19 ? 100 : 5);
  }
  await changed;
  // The inventory: it takes long, and few come meanwhile.
  looks.push(look('pear', 1200));
  const later = change('pear', 5);
  for (let i = 0; i < 4; i++) {
    await sleep(100);
    looks.push(look('pear', 5));
  }
  await Promise.all([...looks, later]);
  console.log(list.prices.get('pear'));
}
main();

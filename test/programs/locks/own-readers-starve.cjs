// expect: lock.starvation 61 exit 0
// Shoppers who look up prices come in while the clerk waits to change them: there is always one inside.
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

const seen = [];
async function look(what, more) {
  await list.enter();
  try {
    await sleep(12);
    // The next one comes in before this one leaves.
    if (more > 0) look(what, more - 1).catch(console.error);
    await sleep(60);
    seen.push(list.prices.get(what));
  } finally {
    list.leave();
  }
}

async function change(what, price) {
  await sleep(50);
  // Nobody else comes before it in a fair queue.
  await list.close();
  list.prices.set(what, price);
  list.open();
}

change('pear', 4).then(() => console.log(seen.length, list.prices.get('pear')));
look('pear', 100).catch(console.error);

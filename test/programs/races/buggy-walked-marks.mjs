// expect: race.atomicity 17,15
// Pages that were changed are saved on a beat, which does not wait for the beat before.
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Notebook {
  #changed = new Set(['cover', 'index']);
  saved = 0;

  async #save(page) {
    await wait(20);
    this.saved += page.length > 0 ? 1 : 0;
  }

  async beat() {
    for (const page of this.#changed) await this.#save(page);

    this.#changed.clear();
  }
}

const book = new Notebook();
const beats = setInterval(() => book.beat(), 12);
setTimeout(() => clearInterval(beats), 40);
setTimeout(() => console.log(book.saved >= 2), 200);

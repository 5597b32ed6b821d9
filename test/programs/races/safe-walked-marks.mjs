// expect: nothing
// Pages that were changed are saved on a beat, each by the first beat that comes to it.
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Notebook {
  #changed = new Set(['cover', 'index']);
  saved = 0;

  async #save(page) {
    await wait(20);
    this.saved += page.length > 0 ? 1 : 0;
  }

  async beat() {
    for (const page of this.#changed) {
      this.#changed.delete(page);
      await this.#save(page);
    }

  }
}

const book = new Notebook();
const beats = setInterval(() => book.beat(), 12);
setTimeout(() => clearInterval(beats), 40);
setTimeout(() => console.log(book.saved >= 2), 200);

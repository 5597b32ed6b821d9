// expect: none exit 0
// Pages are kept by their address, in a list of the variants of each. Whoever has written a variant puts it into the list, or in the place of the one that was there; nobody waits for anybody.
const { Writable } = require('node:stream');

class Shelf {
  #pages = new Map();
  #count = 0;

  writeTo(address, language) {
    const page = { language, parts: [] };
    return new Writable({
      write: (part, _, callback) => {
        page.parts.push(part);
        callback();
      },
      final: (callback) => {
        let variants = this.#pages.get(address);
        if (!variants) {
          variants = [];
          this.#pages.set(address, variants);
        }
        const before = variants.find((variant) => variant.language === language);
        if (before) {
          variants.splice(variants.indexOf(before), 1, page);
        } else {
          variants.push(page);
          this.#count++;
        }
        callback();
      },
    });
  }

  delete(address) {
    this.#count -= this.#pages.get(address)?.length ?? 0;
    this.#pages.delete(address);
  }

  get count() {
    return this.#count;
  }
}

async function visit(shelf, ms, language) {
  await new Promise((resolve) => setTimeout(resolve, ms));
  const page = shelf.writeTo('/home', language);
  page.write('hello');
  page.end();
}

const shelves = [new Shelf(), new Shelf(), new Shelf()];
shelves[0].delete('/home');
const visits = shelves.flatMap((shelf, i) => [visit(shelf, i, 'de'), visit(shelf, 5 + i, 'de'), visit(shelf, 9, 'de')]);
Promise.all(visits).then(() => setTimeout(() => console.log(shelves.map(({ count }) => count).join()), 10));

// expect: nothing
// Who puts a book into a section looks anew whether there is one: the section of somebody else stays.
import { Shelf } from './shelf.mjs';

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Reader {
  constructor(shelf) {
    this.shelf = shelf;
  }

  async find(section, id) {
    const known = this.shelf.get(section, id);
    if (known) return known;
    const book = await this.print(id);
    this.shelf.put(section, id, book);
    return book;
  }

  async print(id) {
    await wait(10);
    return { id };
  }
}

const shelf = new Shelf();
const reader = new Reader(shelf);
const found = await Promise.all(['emma', 'dracula', 'ulysses'].map((id) => reader.find('prose', id)));
console.log(found.map((book) => book.id).join(), Object.keys(shelf.rows.prose).length > 0);

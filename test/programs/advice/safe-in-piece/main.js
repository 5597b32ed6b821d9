// expect: nothing
'use strict';
const { Readable, Writable } = require('node:stream');
const { setTimeout: sleep } = require('node:timers/promises');

class Shelf {
  books = new Map();
  async put(book) {
    await sleep(20);
    this.books.set(book.id, book);
  }
}

// Nobody is told that a piece has been dealt with before it stands on the shelf.
class ShelfSink extends Writable {
  constructor(shelf) {
    super({ objectMode: true });
    this.shelf = shelf;
  }
  _write(book, encoding, callback) {
    if (book.id < 0) return callback(new Error('no number'));
    this.shelf.put(book).then(() => callback(), callback);
  }
}

async function fill(shelf, ids) {
  const sink = new ShelfSink(shelf);
  Readable.from(ids.map((id) => ({ id }))).pipe(sink);
  await new Promise((resolve, reject) => {
    sink.on('finish', resolve);
    sink.on('error', reject);
  });
}

async function main() {
  const shelf = new Shelf();
  await fill(shelf, [3, 5, 8]);
  console.log(shelf.books.size);
}
main();

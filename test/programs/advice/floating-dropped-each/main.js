// expect: promise.floating main.js:7
'use strict';
const { Shelf } = require('./shelf');

async function fill(shelf, books) {
  for (const book of books) {
    shelf.put(book);
  }
}

async function main() {
  const shelf = new Shelf();
  await fill(shelf, ['atlas', 'novel', 'diary']);
  console.log('books', shelf.books.length);
}
main();

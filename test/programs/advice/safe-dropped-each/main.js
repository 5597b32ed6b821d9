// expect: nothing
'use strict';
const { Shelf } = require('./shelf');

async function fill(shelf, books) {
  for (const book of books) {
    shelf.put(book);
  }
}

// The first count is of what is there already; the last one is asked for when all has come.
function count(shelf) {
  console.log('books', shelf.books.length);
}

async function main() {
  const shelf = new Shelf();
  await fill(shelf, ['atlas', 'novel', 'diary']);
  console.log('so far', shelf.books.length);
  setTimeout(count, 80, shelf);
}
main();

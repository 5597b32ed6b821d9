// expect: nothing
/** The count comes down after the last addition, and sets the look off. */
'use strict';
const found = { home: ['news', 'shop'], news: [], shop: ['cart'], cart: [] };
const pages = [];
const toRead = ['home'];
let reading = 0;
let isDone = false;
function look() {
  if (isDone || reading > 0 || toRead.length > 0) return;
  isDone = true;
  console.log('done');
}

function readAll() {
  while (toRead.length > 0) read(toRead.shift());
}

function finish(page) {
  pages.push(page);
  setImmediate(look);
}

function read(page) {
  reading++;
  setTimeout(() => {
    const links = found[page];
    setTimeout(() => {
      for (const link of links) {
        toRead.push(link);
      }
      reading--;
      finish(page);
      readAll();
    }, 30);
  }, 10);
}
setImmediate(readAll);

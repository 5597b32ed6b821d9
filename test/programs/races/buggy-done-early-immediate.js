// expect: race.atomicity 27,10,32
/** The look is set off by the count that comes down too early: it is too early whenever it comes. */
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
    reading--;
    finish(page);
    const links = found[page];
    setTimeout(() => {
      for (const link of links) {
        toRead.push(link);
      }
      readAll();
    }, 30);
  }, 10);
}
setImmediate(readAll);

'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

class Shelf {
  books = [];

  async put(book) {
    await sleep(20);
    this.books.push(book);
  }
}

module.exports = { Shelf };

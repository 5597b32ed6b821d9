// expect: nothing
// It serves when the shelves are known.
'use strict';
const fs = require('node:fs');
const http = require('node:http');

class Library {
  constructor() {
    this.shelves = {};
  }
  open(callback) {
    fs.readdir(__dirname, (error, names) => {
      if (error) return callback(error);
      setTimeout(
        () => {
          // In the order of the alphabet.
          this.shelves.plays = names.sort();
          callback(null);
        },
        30,
      );
    });
  }
}
const onShelf = (library, request, next) => next(library.shelves[request.shelf] ? null : new Error('no such shelf'));

const library = new Library();

const server = http.createServer((request, response) => {
  request.shelf = request.url.slice(1);
  onShelf(library, request, (error) => {
    response.statusCode = error ? 404 : 200;
    response.end();
  });
});
library.open(() => server.listen(0, '127.0.0.1', () => {
  setTimeout(() => {
    http.get({ host: '127.0.0.1', port: server.address().port, path: '/plays', agent: false }, (response) => {
      response.resume().on('end', () => server.close());
      console.log(response.statusCode);
    });
  }, 200);
}));

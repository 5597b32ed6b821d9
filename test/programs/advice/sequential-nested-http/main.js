// expect: await.sequential@info desk.js:15
'use strict';
const http = require('node:http');
const { lookUp } = require('./desk');

const library = http.createServer((req, res) => {
  req.resume();
  setTimeout(() => res.end(`${req.url} is there`), 50);
});

library.listen(0, '127.0.0.1', () => {
  const { port } = library.address();
  lookUp(port, 7)
    .then((card) => console.log(card))
    .then(() => Promise.all([lookUp(port, 8), lookUp(port, 9)]))
    .then((cards) => console.log(cards.length))
    .finally(() => library.close());
});

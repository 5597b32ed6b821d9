'use strict';
const http = require('node:http');

function ask(port, path) {
  return new Promise((resolve, reject) => {
    const req = http.get({ port, path, agent: false }, (res) => {
      let text = '';
      res.setEncoding('utf8').on('data', (part) => (text += part));
      res.on('end', () => resolve(text));
    });
    req.on('error', reject);
  });
}

const lookUp = (port, id) => ask(port, `/books/${id}`).then((book) => ask(port, `/shelves/${id}`).then((shelf) => `${book}; ${shelf}`));

module.exports = { lookUp };

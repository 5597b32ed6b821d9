// expect: nothing
'use strict';
const fs = require('node:fs');
const http = require('node:http');
const app = require('./app');

fs.readFile(__filename, 'utf8', (failure, text) => {
  if (failure) throw failure;
  app.locals.catalogue = { find: (name) => text.indexOf(name) };
});

const server = http.createServer(require('./routes')).listen(0, '127.0.0.1', () => {
  setTimeout(() => {
    http.get({ port: server.address().port, host: '127.0.0.1', agent: false }, (answer) => {
      answer.resume().on('end', () => server.close());
    });
  }, 300);
});

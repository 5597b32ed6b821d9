// expect: promise.floating main.js:17
'use strict';
const http = require('node:http');
const { setTimeout: sleep } = require('node:timers/promises');

const names = [];
const saved = [];

// Whoever asks is told that it is done, and the server ends before it is.
async function remember(name) {
  await sleep(900);
  saved.push(name);
}

const server = http.createServer((req, res) => {
  names.push(req.url);
  remember(req.url);
  res.end('noted');
});

server.listen(0, '127.0.0.1', () => {
  http.get({ port: server.address().port, host: '127.0.0.1', path: '/lamp', agent: false }, (res) => {
    res.resume().on('end', () => server.close(() => process.exit(0)));
  });
});
process.on('exit', () => console.log(names.length, 'noted', saved.length, 'saved'));

// expect: promise.floating main.js:22
'use strict';
const http = require('node:http');
const { setTimeout: sleep } = require('node:timers/promises');

const names = [];
const saved = [];

async function remember(name) {
  await sleep(900);
  saved.push(name);
}

// The handler goes on when the body has come, and answers before the name is saved.
const server = http.createServer((req, res) => {
  let name = '';
  req.setEncoding('utf8');
  req.on('data', (text) => (name += text));
  req.on('end', () => {
    names.push(name);
    if (name === '') return res.writeHead(400).end();
    remember(name);
    res.end('noted');
  });
});

server.listen(0, '127.0.0.1', () => {
  const options = { port: server.address().port, host: '127.0.0.1', method: 'POST', agent: false };
  const req = http.request(options, (res) => {
    res.resume().on('end', () => server.close(() => process.exit(0)));
  });
  req.write('la');
  setTimeout(() => req.end('mp'), 20);
});
process.on('exit', () => console.log(names.length, 'noted', saved.length, 'saved'));

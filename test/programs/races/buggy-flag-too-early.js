// expect: race.order.use-before-init 20,12
'use strict';
const fs = require('node:fs');
const http = require('node:http');

let ready = false;
let words;

ready = true;
fs.readFile(__filename, 'utf8', (err, text) => {
  if (err) throw err;
  words = text.split(/\s+/);
});

const server = http.createServer((req, res) => {
  if (!ready) {
    res.writeHead(503).end('starting');
    return;
  }
  res.end(`${words.length > 3}`);
});
server.listen(0, '127.0.0.1', () => {
  setTimeout(() => {
    http.get({ port: server.address().port, agent: false }, (res) => {
      res.on('data', (d) => console.log(String(d) !== '')).on('end', () => server.close());
    });
  }, 200);
});

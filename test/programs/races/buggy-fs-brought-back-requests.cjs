// expect: race.fs.lost-update 13,16,24
'use strict';
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'carts-'));
const cart = path.join(dir, 'cart.json');
fs.writeFileSync(cart, '{"items":1}');

function add(done) {
  fs.readFile(cart, 'utf8', (err, text) => {
    if (err) return done(err);
    const next = JSON.stringify({ items: JSON.parse(text).items + 1 });
    setTimeout(() => fs.writeFile(cart, next, done), 900);
  });
}

const server = http.createServer((req, res) => {
  const done = (err) => res.end(err ? 'gone' : 'done');
  if (req.method === 'POST') return add(done);
  // The cart is emptied while something is put into it.
  fs.unlink(cart, done);
});
server.listen(0, '127.0.0.1', () => {
  let open = 2;
  const ask = (method) =>
    http
      .request({ port: server.address().port, host: '127.0.0.1', method, agent: false }, (res) => {
        res.resume().on('end', () => {
          if (--open > 0) return;
          server.close();
          fs.rmSync(dir, { recursive: true });
        });
      })
      .end();
  ask('POST');
  setTimeout(ask, 500, 'DELETE');
});

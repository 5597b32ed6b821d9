// expect: nothing
'use strict';
const http = require('node:http');

const processed = new Map();
let charges = 0;

function chargeCard(amount, callback) {
  setTimeout(() => {
    charges++;
    callback(null, { id: `ch_${charges}`, amount });
  }, 12);
}

function createPayment(key, amount, callback) {
  const entry = processed.get(key);
  if (entry?.charge) return callback(null, entry.charge);
  if (entry) {
    entry.waiting.push(callback);
    return;
  }
  const mine = { waiting: [callback], charge: null };
  processed.set(key, mine);
  chargeCard(amount, (err, charge) => {
    if (err) processed.delete(key);
    else mine.charge = charge;
    for (const done of mine.waiting.splice(0)) done(err, charge);
  });
}

const server = http.createServer((req, res) => {
  let body = '';
  req.on('data', (c) => (body += c));
  req.on('end', () => {
    createPayment(req.headers['idempotency-key'], Number(body), (err, charge) => {
      res.statusCode = err ? 502 : 201;
      res.end(JSON.stringify(charge));
    });
  });
});

server.listen(0, '127.0.0.1', async () => {
  const url = `http://127.0.0.1:${server.address().port}/`;
  const pay = () => fetch(url, { method: 'POST', body: '100', headers: { 'idempotency-key': 'k1' } });
  const answers = await Promise.all([pay(), pay()]);
  console.log(answers.map((a) => a.status).join());
  server.closeAllConnections();
  server.close();
});

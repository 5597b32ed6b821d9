// expect: race.check-then-act 15,17
'use strict';
const express = require('express');
const { once } = require('node:events');
const { setTimeout: delay } = require('node:timers/promises');
const inventory = new Map([['pen', { qty: 4, price: 2 }], ['ink', { qty: 9, price: 5 }]]);
const orders = [];
async function authorize(card, amount) { await delay(6 + (card.length % 3)); return { ok: true, ref: `${card}-${amount}` }; }
const app = express();
app.use(express.json());
app.post('/order', async (req, res, next) => {
  try {
    const { sku, count, card } = req.body;
    const item = inventory.get(sku);
    if (item.qty < count) return res.status(409).end();
    const auth = await authorize(card, item.price * count);
    item.qty -= count;
    orders.push({ sku, count, auth });
    res.status(201).json(auth);
  } catch (err) { next(err); }
});
(async () => {
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}/order`;
  const send = (card) => fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ sku: 'pen', count: 3, card }) });
  const rs = await Promise.all(['a1', 'bb2'].map(send));
  console.log(rs.map((r) => r.status).join(','), inventory.get('pen').qty);
  server.close(); server.closeAllConnections();
})();

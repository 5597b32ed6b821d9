// expect: race.atomicity shop.js:24,shop.js:22,stock.js:10,stock.js:6
'use strict';
const path = require('node:path');
const { Worker } = require('node:worker_threads');
const { Stock } = require('./stock');

const stock = new Stock();
const ready = [];

for (let i = 0; i < 2; i++) {
  const shop = new Worker(path.join(__dirname, 'shop.js'));
  shop.on('message', ({ id, op, sku, pieces }) => {
    if (op === 'ready') {
      ready.push(() => shop.postMessage({ id }));
      if (ready.length === 2) for (const go of ready) go();
      return;
    }
    const value = op === 'get' ? stock.get(sku) : stock.set(sku, pieces);
    shop.postMessage({ id, value });
  });
  shop.on('exit', () => console.log(stock.get('tea') > 0));
}

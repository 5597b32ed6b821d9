// expect: race.atomicity shop.js:24,shop.js:21,stock.js:10,stock.js:6
'use strict';
const path = require('node:path');
const { Worker } = require('node:worker_threads');
const { Stock } = require('./stock');

const stock = new Stock();
const gate = new Int32Array(new SharedArrayBuffer(4));

for (let i = 0; i < 2; i++) {
  const shop = new Worker(path.join(__dirname, 'shop.js'), { workerData: gate });
  shop.on('message', ({ id, op, sku, pieces }) => {
    const value = op === 'get' ? stock.get(sku) : stock.set(sku, pieces);
    shop.postMessage({ id, value });
  });
  shop.on('exit', () => console.log(stock.get('tea')));
}

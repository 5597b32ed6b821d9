// expect: race.atomicity main.js:7,main.js:10,store.js:5,store.js:8
'use strict';
const store = require('./store');
const { quote } = require('./quote');

async function buy(symbol, n) {
  const cash = store.getCash();
  const price = await quote(symbol);
  if (cash < price * n) return 'too expensive';
  store.setCash(cash - price * n);
  return 'bought';
}

Promise.all([buy('AAA', 2), buy('BBB', 1), buy('CC', 5)]).then((r) => console.log(r.length, store.getCash() < 100));

// expect: race.atomicity till.js:18,till.js:16,main.js:14,main.js:11
'use strict';
const cluster = require('node:cluster');
const path = require('node:path');

let balance = 1000;
cluster.setupPrimary({ exec: path.join(__dirname, 'till.js') });

function answer(till, { op, amount }) {
  switch (op) {
    case 'get':
      till.send({ op, amount: balance });
      break;
    case 'set':
      balance = amount;
      till.send({ op });
      break;
  }
}

cluster.on('message', answer);
cluster.on('exit', () => {
  if (Object.keys(cluster.workers).length === 0) console.log(balance);
});
for (let i = 0; i < 2; i++) cluster.fork();

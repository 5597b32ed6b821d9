// expect: nothing
'use strict';
const cluster = require('node:cluster');
const path = require('node:path');

let balance = 1000;
cluster.setupPrimary({ exec: path.join(__dirname, 'till.js') });

let holder = null;
const queue = [];

const ready = [];

function answer(till, { op, amount }) {
  switch (op) {
    case 'ready':
      ready.push(till);
      if (ready.length === 2) for (const other of ready) other.send({ op });
      break;
    case 'lock':
      if (holder === null) {
        holder = till;
        till.send({ op });
      } else queue.push(till);
      break;
    case 'get':
      till.send({ op, amount: balance });
      break;
    case 'set':
      balance = amount;
      till.send({ op });
      break;
    case 'unlock':
      till.send({ op });
      holder = queue.shift() ?? null;
      if (holder !== null) holder.send({ op: 'lock' });
      break;
  }
}

cluster.on('message', answer);
cluster.on('exit', () => {
  if (Object.keys(cluster.workers).length === 0) console.log(balance);
});
for (let i = 0; i < 2; i++) cluster.fork();

// expect: race.order.use-before-init 22,12
'use strict';
// As safe-lazy-unbraced, but the table is read from a file, and the question does not wait for it: the first customers are told nothing.
const net = require('node:net');
const { once } = require('node:events');
const { readFile } = require('node:fs/promises');

let PRICES;

async function makePrices() {
  const text = await readFile(__filename, 'utf8');
  PRICES = { tea: 2, cake: text.length };
}

function price(line) {
  const [thing, count] = line.split(' ');
  switch (thing) {
    case 'tea':
    case 'cake':
      if (!PRICES)
        makePrices();
      return PRICES[thing] * Number(count);
    default:
      return 0;
  }
}

const till = net.createServer((socket) => {
  socket.setEncoding('utf8');
  socket.on('data', (line) => {
    let answer = 'nothing';
    try {
      answer = String(price(line));
    } catch {}
    socket.end(answer);
  });
});

async function ask(line) {
  const socket = net.connect(till.address().port, '127.0.0.1').setEncoding('utf8');
  socket.write(line);
  const [answer] = await once(socket, 'data');
  return answer;
}

till.listen(0, '127.0.0.1', async () => {
  console.log((await Promise.all(['tea 2', 'cake 1', 'tea 3'].map(ask))).length);
  till.close();
});

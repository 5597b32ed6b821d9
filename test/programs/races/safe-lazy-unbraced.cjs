// expect: nothing
'use strict';
// A till over TCP makes its table of prices when the first customer asks: in the step of the question, and without braces.
const net = require('node:net');
const { once } = require('node:events');

let PRICES;

function makePrices() {
  return { tea: 2, cake: 4 };
}

function price(line) {
  const [thing, count] = line.split(' ');
  switch (thing) {
    case 'tea':
    case 'cake':
      if (!PRICES)
        PRICES = makePrices();
      return PRICES[thing] * Number(count);
    default:
      return 0;
  }
}

const till = net.createServer((socket) => {
  socket.setEncoding('utf8');
  socket.on('data', (line) => socket.end(String(price(line))));
});

async function ask(line) {
  const socket = net.connect(till.address().port, '127.0.0.1').setEncoding('utf8');
  socket.write(line);
  const [answer] = await once(socket, 'data');
  return answer;
}

till.listen(0, '127.0.0.1', async () => {
  console.log(await Promise.all(['tea 2', 'cake 1', 'tea 3'].map(ask)));
  till.close();
});

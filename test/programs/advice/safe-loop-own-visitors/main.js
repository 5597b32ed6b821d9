// expect: nothing
'use strict';
const net = require('node:net');
const { once } = require('node:events');

function tidesOf(harbour) {
  const begin = process.cpuUsage();
  let height = harbour.length;
  while (process.cpuUsage(begin).user < 350_000) for (let i = 0; i < 1e5; i++) height = (height * 31 + 7) % 9973;
  return height;
}

const levels = net.createServer((socket) => {
  socket.on('data', (chunk) => socket.write(String(chunk).startsWith('year') ? `${tidesOf(String(chunk))}` : '2.4 m'));
});

// Two connections are open; on the second one nothing is asked before the answer on the first has come.
async function inTurn() {
  const { port } = levels.address();
  const [first, second] = [net.connect(port, '127.0.0.1'), net.connect(port, '127.0.0.1')];
  await Promise.all([once(first, 'connect'), once(second, 'connect')]);
  first.write('year Kiel');
  await once(first, 'data');
  second.write('now Kiel');
  await once(second, 'data');
  first.end();
  second.end();
}

// The same with listeners, while the function waits for the end of both.
async function byListeners() {
  const { port } = levels.address();
  const [first, second] = [net.connect(port, '127.0.0.1'), net.connect(port, '127.0.0.1')];
  first.on('connect', () => first.write('year Kiel'));
  first.on('data', () => second.write('now Kiel'));
  second.on('data', () => {
    first.end();
    second.end();
  });
  await Promise.all([once(first, 'close'), once(second, 'close')]);
}

// And while it waits for the second answer.
async function untilAnswered() {
  const { port } = levels.address();
  const [first, second] = [net.connect(port, '127.0.0.1'), net.connect(port, '127.0.0.1')];
  first.on('connect', () => first.write('year Kiel'));
  first.on('data', () => second.write('now Kiel'));
  await once(second, 'data');
  first.end();
  second.end();
}

levels.listen(0, '127.0.0.1', async () => {
  await inTurn();
  await byListeners();
  await untilAnswered();
  levels.close();
});

// expect: handle.leak main.js:10
'use strict';
const net = require('node:net');
const { once } = require('node:events');

const isWord = /^[A-Z-]+$/;

// Each question has a connection of its own, and leaves it behind.
function ask(port, text) { return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(text));
    socket.setEncoding('utf8');
    socket.once('data', (answer) => (isWord.test(answer) ? resolve(answer) : reject(new Error(answer))));
    socket.on('error', reject);
  });
}

async function main() {
  let open = 0;
  const server = net.createServer((socket) => {
    open++;
    socket.on('data', (data) => socket.write(String(data).toUpperCase()));
    socket.on('close', () => open--);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  let last = 'word';
  for (let i = 0; i < 8; i++) last = await ask(server.address().port, `${last}-x`);
  console.log(last, open);
  process.exit(0);
}
main();

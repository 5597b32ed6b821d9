// expect: nothing
// never: handle.leak
'use strict';
const net = require('node:net');
const { once } = require('node:events');

// Some are closed by whoever answers, some by whoever asked; a few are there to listen to.
function ask(port, text) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(text));
    socket.once('data', (answer) => resolve(String(answer)));
    socket.on('error', reject);
  });
}

async function askAndClose(port, text) {
  const socket = net.connect(port, '127.0.0.1');
  socket.write(text);
  const [answer] = await once(socket, 'data');
  socket.end();
  return String(answer);
}

function follow(port, heard) {
  const socket = net.connect(port, '127.0.0.1', () => socket.write('follow'));
  socket.once('data', () => heard.push('first'));
  socket.on('data', (data) => heard.push(String(data)));
  return once(socket, 'connect');
}

async function main() {
  const server = net.createServer((socket) => {
    socket.on('data', (data) => {
      if (String(data) === 'follow') socket.write('news');
      else if (String(data).startsWith('b')) socket.write('yes');
      else socket.end('no');
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address();
  const heard = [];
  for (let i = 0; i < 8; i++) {
    if ((await ask(port, 'a')) !== 'no' || (await askAndClose(port, 'b')) !== 'yes') throw new Error('wrong');
    await follow(port, heard);
  }
  while (heard.length < 16) await new Promise((resolve) => setTimeout(resolve, 5));
  console.log(heard.length);
  process.exit(0);
}
main();

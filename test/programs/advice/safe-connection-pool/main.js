// expect: nothing
'use strict';
const net = require('node:net');
const { once } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');

// A pool of connections that has its size soon, and connections that are closed.
const idle = [];
async function ask(port, question) {
  const socket = idle.pop() ?? net.connect(port);
  socket.write(question);
  const [answer] = await once(socket, 'data');
  idle.push(socket);
  return String(answer);
}
async function askOnce(port, question) {
  const socket = net.connect(port);
  socket.write(question);
  const [answer] = await once(socket, 'data');
  socket.destroy();
  return String(answer);
}

const server = net.createServer((socket) => socket.on('data', (data) => socket.write(`yes, ${data}`)));
server.listen(0, async () => {
  const { port } = server.address();
  const answers = [];
  for (let i = 0; i < 12; i++) {
    answers.push(...(await Promise.all(Array.from({ length: 25 }, (_, j) => ask(port, `question ${j}`)))), await askOnce(port, `and ${i}`));
    await sleep(20);
  }
  console.log(answers.length);
  for (const socket of idle) socket.destroy();
  server.close();
});

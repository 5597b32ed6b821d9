// expect: handle.leak main.js:9
'use strict';
const net = require('node:net');
const { once } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');

// Asks over a new connection each time, and leaves it open.
async function ask(port, question) {
  const socket = net.connect(port);
  socket.write(question);
  const [answer] = await once(socket, 'data');
  return String(answer);
}

const server = net.createServer((socket) => socket.on('data', (data) => socket.write(`yes, ${data}`)));
server.listen(0, async () => {
  const answers = [];
  for (let i = 0; i < 60; i++) {
    answers.push(await ask(server.address().port, `question ${i}`));
    await sleep(30);
  }
  console.log(answers.length);
  process.exit(0);
});

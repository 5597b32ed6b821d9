// expect: handle.leak main.js:8
// stop-after: 5
'use strict';
const dgram = require('node:dgram');

function ask(port, question) {
  return new Promise((resolve) => {
    const socket = dgram.createSocket('udp4');
    const patience = setTimeout(resolve, 200, 'no answer');
    socket.on('message', (answer) => {
      clearTimeout(patience);
      socket.close();
      resolve(String(answer));
    });
    socket.send(question, port, '127.0.0.1');
  });
}

const clock = dgram.createSocket('udp4');
clock.on('message', (question, from) => {
  if (String(question) === 'time') clock.send('noon', from.port, from.address);
});
clock.bind(0, '127.0.0.1', async () => {
  const { port } = clock.address();
  console.log(await ask(port, 'time'), await ask(port, 'date'));
  clock.close();
});

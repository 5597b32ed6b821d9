// expect: nothing
// stop-after: 4
'use strict';
const net = require('node:net');
const { once } = require('node:events');

// The second server begins to listen when somebody asks the first one for it.
const back = net.createServer((socket) => socket.end('back'));
const front = net.createServer((socket) => {
  socket.on('data', () => {
    if (!back.listening) back.listen(0);
    socket.end('front');
  });
});

async function announce() {
  await once(back, 'listening');
  console.log('back is up');
  back.close();
  front.close();
}

front.listen(0, () => {
  announce();
  const socket = net.connect(front.address().port);
  setTimeout(() => socket.end('go'), 3000);
});

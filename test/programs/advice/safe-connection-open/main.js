// expect: nothing
// stop-after: 4
'use strict';
const net = require('node:net');

// A subscriber: the connection stays open because more may come, and the server still listens.
const feed = net.createServer((socket) => socket.write('hello\n'));
feed.listen(0, '127.0.0.1', () => {
  const subscriber = net.connect(feed.address().port, '127.0.0.1');
  subscriber.on('data', (text) => console.log(text.toString().trim()));
});

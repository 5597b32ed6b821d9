// expect: nothing
// A link looks whether it is still wanted and opens its connections; when the last of them has ended, a listener from before says so.
const net = require('node:net');
const { Link } = require('./link.js');

const server = net.createServer((socket) => socket.on('error', () => {}).resume());
server.listen(0, () => {
  const link = new Link();
  link.connect(server.address().port);
  link.on('end', () => {
    server.close();
    console.log(link.status);
  });
  link.on('up', () => setTimeout(() => link.disconnect(), 300));
});

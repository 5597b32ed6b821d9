// expect: nothing
// A link and a module of Node have each a `connect`: what opens a connection does nothing to the link.
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
  setTimeout(() => link.disconnect(), 300);
});

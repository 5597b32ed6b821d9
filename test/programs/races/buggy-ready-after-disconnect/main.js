// expect: race.check-then-act link.js:37,link.js:19
// A link looks whether it is still wanted, opens its connections, and is ready when they have answered, also where it has been closed since.
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

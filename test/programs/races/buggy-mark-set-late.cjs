// expect: race.check-then-act 16
const net = require('node:net');

/** It says that it is connected when it is: whoever asks before that connects once more. */
function Client(port) {
  this.port = port;
  this.connected = false;
  this.sockets = [];
}

Client.prototype.connect = function connect() {
  if (this.connected) return;
  const socket = net.connect(this.port, () => socket.resume());
  this.sockets.push(socket);
  socket.once('connect', () => {
    this.connected = true;
  });
};

Client.prototype.leave = function leave() {
  for (const socket of this.sockets) socket.end();
  this.connected = false;
};

const server = net.createServer((socket) => socket.resume());
server.listen(0, () => {
  const client = new Client(server.address().port);
  client.connect();
  setImmediate(() => client.connect());
  setTimeout(() => {
    client.leave();
    server.close(() => console.log('closed'));
  }, 1000);
});

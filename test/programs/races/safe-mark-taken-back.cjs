// expect: nothing
const net = require('node:net');

/** It is connected once, and says so until it has been told to leave. */
function Client(port) {
  this.port = port;
  this.connecting = false;
  this.connected = false;
  this.connect();
}

Client.prototype.connect = function connect() {
  if (this.connecting || this.connected) return;
  this.connecting = true;
  const socket = net.connect(this.port, () => {
    this.connecting = false;
    this.connected = true;
    this.socket = socket;
    socket.write('hello');
    socket.resume();
  });
};

Client.prototype.leave = function leave() {
  this.socket.write('bye', () => {
    this.connected = false;
    this.socket.end();
  });
};

const server = net.createServer((socket) => {
  socket.resume();
  socket.once('close', () => server.close(() => console.log('closed')));
});
server.listen(0, () => {
  const client = new Client(server.address().port);
  setTimeout(() => client.leave(), 1000);
});

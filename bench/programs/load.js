// Asks the server for orders over a fixed number of connections, each with one request at a time. Arguments: route, port, connections, requests.
const net = require('node:net');

const route = process.argv[2];
const [port, connections, requests] = process.argv.slice(3).map(Number);
let started = 0;
let done = 0;

function connect() {
  const socket = net.connect({ host: '127.0.0.1', port, noDelay: true });
  const next = () => {
    if (started === requests) {
      socket.end();
      return;
    }
    socket.write(`GET /${route}/${started++ % 100} HTTP/1.1\r\nhost: bench\r\nx-token: bench\r\n\r\n`);
  };
  socket.on('connect', next);
  // Answers are shorter than a packet and come one at a time, so one chunk is one answer.
  socket.on('data', (chunk) => {
    if (chunk.indexOf('HTTP/1.1 200') !== 0) throw new Error(`unexpected answer: ${String(chunk)}`);
    done++;
    next();
  });
  socket.on('error', (error) => {
    throw error;
  });
}

for (let i = 0; i < connections; i++) connect();
process.on('exit', () => {
  if (done !== requests) process.exitCode = 1;
});

// The service's `/orders/:id`, asked over a pair of streams in the same process: no socket, no kernel, no second process. Prints what a request takes in the fastest of
// many short windows, in microseconds: a busy machine hardly changes that. Argument: windows.
const { Duplex } = require('node:stream');
const server = require('./service.js');

const REQUESTS = 40;
const windows = Number(process.argv[2]);

/** One end of the pair, with as much of a socket as Node's server asks for. */
class End extends Duplex {
  other;
  setTimeout() {}
  setNoDelay() {}
  setKeepAlive() {}
  ref() {}
  unref() {}
  _read() {}
  _write(chunk, _encoding, done) {
    this.other.push(chunk);
    done();
  }
}

const client = new End();
const socket = new End();
client.other = socket;
socket.other = client;

let asked = 0;
let startedAt = 0n;
let fastest = Infinity;

function ask() {
  if (asked % REQUESTS === 0) startedAt = process.hrtime.bigint();
  client.write(`GET /orders/${asked++ % 100} HTTP/1.1\r\nhost: bench\r\nx-token: bench\r\n\r\n`);
}

// Answers are shorter than a chunk and come one at a time, so one chunk is one answer.
client.on('data', (chunk) => {
  if (chunk.indexOf('HTTP/1.1 200') !== 0) throw new Error(`unexpected answer: ${String(chunk)}`);
  if (asked % REQUESTS === 0) fastest = Math.min(fastest, Number(process.hrtime.bigint() - startedAt) / 1000 / REQUESTS);
  if (asked < windows * REQUESTS) setImmediate(ask);
  else {
    console.log(`fastest ${fastest}`);
    process.exit();
  }
});

server.ready().then(() => {
  server.server.emit('connection', socket);
  ask();
});

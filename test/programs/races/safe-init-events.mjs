// expect: nothing
// What one thing tells in turn (connected, data, end, closed) needs nobody who waits.
import { spawn } from 'node:child_process';
import dgram from 'node:dgram';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import { fileURLToPath } from 'node:url';

class Events {
  opened = null;
  parts = null;
  total = null;

  open() {
    this.opened = { at: Date.now() };
  }

  begin() {
    this.opened.begun = true;
    this.parts = [];
  }

  add(chunk) {
    this.parts.push(String(chunk));
  }

  end() {
    this.total = { parts: this.parts.length };
  }

  close() {
    this.total.closed = true;
  }
}

function follow(thing, names) {
  const events = new Events();
  thing.on(names.open, () => events.open());
  thing.on(names.begin, () => events.begin());
  const source = thing.stdout ?? thing;
  source.on('data', (chunk) => events.add(chunk));
  source.on('end', () => events.end());
  thing.on('close', () => events.close());
  return once(thing, 'close');
}

const server = net.createServer((socket) => {
  socket.write('hello');
  setTimeout(() => socket.end('bye'), 20);
});
server.listen(0, 'localhost');
await once(server, 'listening');
const connect = () => follow(net.connect(server.address().port, 'localhost'), { open: 'lookup', begin: 'ready' });
const read = () => follow(fs.createReadStream(fileURLToPath(import.meta.url), { highWaterMark: 256 }), { open: 'open', begin: 'ready' });

function start() {
  const events = new Events();
  const child = spawn('sh', ['-c', 'echo one; sleep 0.03; echo two']);
  child.on('spawn', () => (events.open(), events.begin()));
  child.stdout.on('data', (chunk) => events.add(chunk));
  child.stdout.on('end', () => events.end());
  child.on('close', () => events.close());
  return once(child, 'close');
}

function listen() {
  const events = new Events();
  const socket = dgram.createSocket('udp4');
  const client = dgram.createSocket('udp4');
  socket.on('listening', () => {
    events.open();
    events.begin();
    client.send('one', socket.address().port, '127.0.0.1', () => client.close());
  });
  socket.on('message', (text) => {
    events.add(text);
    events.end();
    socket.close();
  });
  socket.on('close', () => events.close());
  socket.bind(0, '127.0.0.1');
  return once(socket, 'close');
}

await Promise.all([connect, read, start, listen, connect, read, start, listen].map((run) => run()));
server.close();
console.log('done');

// expect: race.order.use-before-init 46,45
// Whoever joins a board is looked up first; what is drawn meanwhile comes to nobody.
import { EventEmitter, once } from 'node:events';
import net from 'node:net';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

// The sockets of the library ws, as far as is needed here: lines instead of frames.
const kinds = ['', 'message'];
class Peer extends EventEmitter {
  _receiver = { _opcode: 0, _fin: false, _state: 0 };
  constructor(raw) {
    super();
    this.raw = raw.on('error', () => {});
    raw.setEncoding('utf8').on('data', (text) => {
      for (const line of text.split('\n').slice(0, -1)) this.take(line);
    });
  }
  take(line) {
    Object.assign(this._receiver, { _opcode: 1, _fin: true });
    this.emit(kinds[this._receiver._opcode], line);
  }
  send(line) {
    this.raw.write(`${line}\n`);
  }
}
class Hub extends EventEmitter {
  server = net.createServer((raw) => this.emit('connection', new Peer(raw))).listen(0, '127.0.0.1');
}

async function findBoard() {
  const text = await readFile(new URL(import.meta.url), 'utf8');
  await sleep(40);
  return text.length > 0 ? 'board' : undefined;
}

const hub = new Hub();
const drawn = [];
const open = new Set();
await once(hub.server, 'listening');

hub.on('connection', async (peer) => {
  open.add(peer);
  peer.on('error', () => open.delete(peer));
  const board = await findBoard();
  peer.on('message', (line) => drawn.push(`${board}: ${line}`));
  peer.send('ready');
});

const pen = new Peer(net.connect(hub.server.address().port, '127.0.0.1'));
const ready = once(pen, 'message');
pen.send('circle');
await ready;
pen.send('square');
await sleep(30);
pen.raw.destroy();
hub.server.close();
console.log(drawn.join());

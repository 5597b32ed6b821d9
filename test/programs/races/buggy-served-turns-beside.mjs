// expect: race.atomicity 42,44
// The server lets in one player at a time; but the house takes its share without a turn.
import net from 'node:net';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
let holder;
const waiting = [];
const server = net.createServer((socket) => {
  createInterface({ input: socket }).on('line', (line) => {
    if (line === 'turn') {
      if (holder) waiting.push(socket);
      else (holder = socket).write('yours\n');
      return;
    }
    holder = waiting.shift();
    holder?.write('yours\n');
  });
});

class Seat {
  constructor(socket) {
    this.socket = socket;
    createInterface({ input: socket }).on('line', () => this.granted());
  }
  async turn(job) {
    const granted = new Promise((resolve) => (this.granted = resolve));
    this.socket.write('turn\n');
    await granted;
    await job();
    this.socket.write('done\n');
  }
}

const pot = { coins: 0 };
async function play(port, stake) {
  const socket = net.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const seat = new Seat(socket);
  for (let round = 0; round < 3; round++) {
    await seat.turn(async () => {
      const seen = pot.coins;
      await sleep(2);
      pot.coins = seen + stake;
    });
  }
  socket.end();
  await once(socket, 'close');
}

server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address();
const players = Promise.all([1, 2, 3, 4].map((stake) => play(port, stake)));
await sleep(12);
pot.coins -= 1;
await players;
server.close();
console.log('pot', pot.coins);

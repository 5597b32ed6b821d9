// expect: race.atomicity 48,46; race.atomicity 49,46
// A server lends rooms by name, one guide a room. Each guide asks for two of them, but gives each back when he has begun, and carries on.
import net from 'node:net';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
const queues = new Map();

const server = net.createServer((socket) => {
  createInterface({ input: socket }).on('line', (line) => {
    const [verb, room] = line.split(' ');
    const queue = queues.get(room);
    if (verb === 'ask') {
      if (queue) queue.push(socket);
      else {
        queues.set(room, []);
        socket.write('yours\n');
      }
      return;
    }
    const next = queue.shift();
    if (next) next.write('yours\n');
    else queues.delete(room);
  });
});

class Guide {
  constructor(port) {
    this.socket = net.connect(port, '127.0.0.1');
    createInterface({ input: this.socket }).on('line', () => this.granted());
  }
  async within([room, ...others], job) {
    if (room === undefined) return job();
    const granted = new Promise((resolve) => (this.granted = resolve));
    this.socket.write(`ask ${room}\n`);
    await granted;
    const work = this.within(others, job);
    this.socket.write(`leave ${room}\n`);
    await work;
  }
}

const chairs = { attic: 30, hall: 30, porch: 30 };
async function carry(guide, from, to, count) {
  await guide.within([from, to].sort(), async () => {
    const [here, there] = [chairs[from], chairs[to]];
    await sleep(1);
    chairs[from] = here - count;
    chairs[to] = there + count;
  });
}

server.listen(0, '127.0.0.1');
await once(server, 'listening');
const rooms = ['attic', 'hall', 'porch'];
const guides = rooms.map(() => new Guide(server.address().port));
await Promise.all(
  guides.map(async (guide, g) => {
    for (let i = 0; i < 5; i++) await carry(guide, rooms[(g + i) % 3], rooms[(g + i + 1) % 3], 2 + i);
  }),
);
for (const { socket } of guides) socket.end();
server.close();
console.log('chairs', chairs.attic + chairs.hall + chairs.porch);

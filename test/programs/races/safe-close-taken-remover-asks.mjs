// expect: nothing
// The readers of each gate: who takes one asks, through the function that takes it out of the lists when it is closed, whether it is still good.
import net from 'node:net';
import { once } from 'node:events';

const server = net.createServer((peer) => {
  peer.on('error', () => {});
  peer.on('data', (badge) => peer.write(badge));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

class Gates {
  free = { in: [], out: [] };
  known = { in: [], out: [] };

  isGood(reader, gate) {
    if (!reader.destroyed) return true;
    for (const list of [this.free, this.known]) {
      const at = list[gate].indexOf(reader);
      if (at !== -1) list[gate].splice(at, 1);
    }
    return false;
  }

  take(gate) {
    for (let reader = this.free[gate].pop(); reader; reader = this.free[gate].pop()) {
      if (this.isGood(reader, gate)) return reader;
    }
    return this.open(gate);
  }

  open(gate) {
    const reader = net.connect(server.address().port, '127.0.0.1');
    this.known[gate].push(reader);
    reader.on('error', () => {});
    reader.on('timeout', () => reader.destroy());
    reader.on('close', () => this.isGood(reader, gate));
    return reader;
  }

  async show(gate, badge) {
    const reader = this.take(gate);
    reader.setTimeout(0);
    reader.write(badge);
    const [answer] = await once(reader, 'data');
    reader.setTimeout(20);
    this.free[gate].push(reader);
    return String(answer);
  }
}

const gates = new Gates();
console.log(await gates.show('in', 'seven'));
await new Promise((resolve) => setTimeout(resolve, 120));
console.log(await gates.show('in', 'eight'));
server.close();

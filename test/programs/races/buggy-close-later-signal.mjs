// expect: race.order.use-after-close? 15,27
// A courier is told to go home by a signal, and leaves the line to the depot; who has still been asking for a door is left without one. Here nobody is.
import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

class Courier {
  constructor(port) {
    this.depot = net.connect(port, '127.0.0.1');
    this.parcels = new Set();
  }

  async deliver(parcel) {
    const door = await this.find(parcel);
    this.depot.write(`${parcel} at ${door};`);
  }

  async find(parcel) {
    await sleep(parcel.length);
    return parcel.length % 7;
  }

  goHome() {
    this.parcels.delete('letter');
    if (this.parcels.size > 0) return;
    this.depot.end();
    this.depot = null;
  }
}

const depot = net.createServer((line) => {
  let all = '';
  line.setEncoding('utf8');
  line.on('data', (text) => (all += text));
  line.on('end', () => {
    line.end();
    depot.close();
    console.log(all.split(';').length - 1);
  });
});
depot.listen(0, '127.0.0.1');
await once(depot, 'listening');

const courier = new Courier(depot.address().port);
process.once('SIGUSR2', () => courier.goHome());
for (const parcel of ['book', 'pair of shoes']) setTimeout(() => courier.deliver(parcel), 5);
setTimeout(() => process.kill(process.pid, 'SIGUSR2'), 120);

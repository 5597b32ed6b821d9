// expect: race.order.use-after-close 17,43,34
// Lines to the kilns are kept free for a while. Whoever fires counts the lines that were reset, and goes on with the next batch.
import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

class Kilns {
  constructor(port, idle) {
    this.port = port;
    this.idle = idle;
    this.free = new Map();
  }

  take(hall) {
    const lines = this.free.get(hall);
    if (lines?.length) {
      const line = lines.shift();
      line.setTimeout(0);
      return line;
    }
    return this.connect(hall);
  }

  give(hall, line) {
    if (!this.free.has(hall)) this.free.set(hall, []);
    this.free.get(hall).push(line);
    line.setTimeout(this.idle);
  }

  connect(hall) {
    const line = net.connect(this.port, '127.0.0.1');
    line.on('error', () => {});
    line.on('timeout', () => {
      line.destroy();
    });
    line.on('close', () => this.leave(hall, line));
    return line;
  }

  leave(hall, line) {
    const lines = this.free.get(hall);
    const at = lines ? lines.indexOf(line) : -1;
    if (at !== -1) lines.splice(at, 1);
  }

  async fire(hall, batch) {
    const line = this.take(hall);
    line.write(batch);
    const heat = await Promise.race([once(line, 'data'), once(line, 'close')]);
    if (!Buffer.isBuffer(heat[0])) throw Object.assign(new Error('gone'), { code: 'ECONNRESET' });
    this.give(hall, line);
  }
}

const server = net.createServer((hall) => hall.on('data', (batch) => hall.write(`${batch} fired`)).on('error', () => {}));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const kilns = new Kilns(server.address().port, 40);
let lost = 0;
for (const batch of ['tiles', 'cups', 'pots']) {
  try {
    await kilns.fire('east', batch);
  } catch (error) {
    if (error.code !== 'ECONNRESET') throw error;
    lost++;
  }
  await sleep(8);
}
console.log('lost', lost < 4);
server.close();

// expect: nothing
// The listener clears the place only if its own line stands there.
import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const shore = net.createServer({ allowHalfOpen: true }, (line) => {
  line.resume();
  line.on('error', () => {});
  line.on('end', () => setTimeout(() => line.end(), 30));
});
shore.listen(0);
await once(shore, 'listening');

class Buoy {
  #line = null;
  #port;
  #unsent = 0;
  constructor(port) {
    this.#port = port;
  }

  dial() {
    const line = net.connect(this.#port);
    line.on('error', () => {});
    line.resume();
    line.on('close', () => {
      if (this.#line === line) this.#line = null;
    });
    this.#line = line;
  }

  redial() {
    const old = this.#line;
    old.end();
    this.dial();
    return old;
  }

  report(height) {
    if (this.#line === null) this.#unsent++;
    else this.#line.write(`wave ${height}\n`);
  }

  get unsent() {
    return this.#unsent;
  }
}

const buoy = new Buoy(shore.address().port);
buoy.dial();
await sleep(10);
buoy.report(1.2);
const old = buoy.redial();
buoy.report(1.4);
await once(old, 'close');
await sleep(5);
buoy.report(1.1);
console.log('unsent', buoy.unsent);
shore.close();
setTimeout(() => process.exit(0), 10);

// expect: promise.never-settles 27,13
// The host says that it is ready while its user reads the settings; says `late` from time to time.
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

class Host extends EventEmitter {
  plugins = [];
  async start() {
    for (const name of ['spell', 'lint']) {
      await sleep(1);
      this.plugins.push(name);
    }
    this.emit('ready');
  }
}

async function settings() {
  await sleep(120);
  return { shown: 1 };
}

setInterval(() => console.log('late'), 2_600);
async function main() {
  const host = new Host();
  void host.start();
  const { shown } = await settings();
  await once(host, 'ready');
  console.log(host.plugins.slice(0, shown));
}
await main();

// expect: nothing
// The host says that it is ready before its user asks for that, who is told of the next start; another emitter is waited for in a loop.
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
const bus = new EventEmitter();
async function reload() {
  await settings();
  for (;;) {
    await once(bus, 'changed');
    console.log('changed');
  }
}
async function main() {
  const host = new Host();
  const ready = once(host, 'ready');
  void host.start();
  void reload();
  setTimeout(() => bus.emit('changed'), 10);
  const { shown } = await settings();
  await ready;
  console.log(host.plugins.slice(0, shown));
}
await main();

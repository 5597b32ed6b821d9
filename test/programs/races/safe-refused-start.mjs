// expect: nothing
// Refused because it has started, not because it was closed; a stream that is read when it has been destroyed, a server that is asked for its address: nothing is lost.
import { once } from 'node:events';
import net from 'node:net';
import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

class Application {
  booted = false;
  plugins = [];
  use(plugin) {
    if (this.booted) throw new Error('has been booted');
    this.plugins.push(plugin);
  }
  async boot() {
    await delay(2);
    this.booted = true;
  }
}
const application = new Application();
application.use('first');
async function late() {
  await delay(20);
  try {
    application.use('late');
  } catch (error) {
    console.log(error.message);
  }
}
await Promise.all([application.boot(), late()]);

const stream = new PassThrough();
stream.on('readable', () => stream.read());
setTimeout(() => stream.destroy(), 2);
setTimeout(() => console.log(stream.read()), 20);
stream.write('text');

const server = net.createServer();
server.listen(0, '127.0.0.1');
await once(server, 'listening');
setTimeout(() => server.close(), 2);
setTimeout(() => console.log(server.address()), 20);

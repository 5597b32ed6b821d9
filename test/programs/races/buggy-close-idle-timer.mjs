// expect: race.order.use-after-close 24,20
import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
const server = net.createServer((s) => { s.on('error', () => {}); s.on('data', (d) => setTimeout(() => s.writable && s.write('re:' + d), 70)); });
await once(server.listen(0, '127.0.0.1'), 'listening');
const { port } = server.address();
class Agent {
  free = [];
  async take() {
    const socket = this.free.pop();
    if (socket) return socket;
    const fresh = net.connect(port, '127.0.0.1');
    fresh.on('error', () => {});
    await once(fresh, 'connect');
    return fresh;
  }
  give(socket) {
    this.free.push(socket);
    setTimeout(() => socket.destroy(), 100);
  }
  async request(text) {
    const socket = await this.take();
    socket.write(text);
    const reply = await Promise.race([
      delay(400, 'late'),
      once(socket, 'data'),
      once(socket, 'close').then(() => { throw new Error('ECONNRESET'); }),
    ]);
    this.give(socket);
    return String(reply);
  }
}
const agent = new Agent();
console.log(await agent.request('a'));
await delay(50);
await agent.request('b').catch(() => {});
console.log('done');
server.close();

// expect: race.order.use-after-close 23,30,32
// A timer closes a connection that nobody uses; it stays among the free ones until its close is over, and who asks meanwhile gets it. Here nobody does.
import net from 'node:net';
import { once } from 'node:events';

let isGone;
const gone = new Promise((resolve) => (isGone = resolve));
const server = net.createServer((peer) => {
  peer.on('error', () => {});
  // The other side is closed in the same turn of the loop.
  peer.on('close', () => setImmediate(isGone));
  peer.on('data', (line) => peer.write(line));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

class Agent {
  constructor(port) {
    this.port = port;
    this.free = [];
  }
  take() {
    return this.free.pop() ?? this.#connect();
  }
  #connect() {
    const socket = net.connect(this.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.on('close', () => {
      const at = this.free.indexOf(socket);
      if (at !== -1) this.free.splice(at, 1);
    });
    socket.on('timeout', () => socket.destroy());
    return socket;
  }
  async ask(line) {
    const socket = this.take();
    socket.setTimeout(0);
    socket.write(line);
    const [answer] = await once(socket, 'data');
    if (String(answer) !== line) throw Object.assign(new Error('half an answer'), { code: 'ECONNRESET' });
    socket.setTimeout(20);
    this.free.push(socket);
    return String(answer);
  }
}

const agent = new Agent(server.address().port);
console.log(await agent.ask('one'));
await gone;
console.log(await agent.ask('two'));
server.close();

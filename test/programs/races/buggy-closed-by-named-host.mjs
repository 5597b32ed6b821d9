// expect: race.order.use-after-close 27
// An agent that is closed goes through the hosts that it knows by name, whether or not there are sessions for them.
import { once } from 'node:events';
import net from 'node:net';

class Agent {
  constructor() {
    this.sessions = {};
  }

  async open(host, port) {
    const socket = net.connect(port);
    await once(socket, 'connect');
    if (host in this.sessions) this.sessions[host].push(socket);
    else this.sessions[host] = [socket];
    socket.once('close', () => {
      const open = this.sessions[host];
      if (open.length === 1) delete this.sessions[host];
      else open.splice(open.indexOf(socket), 1);
    });
    return socket;
  }

  destroy() {
    const { sessions } = this;
    for (const key of ['b']) {
      const open = sessions[key];
      for (let i = 0; i < open.length; i++) open[i].destroy();
    }
  }
}

const server = net.createServer((socket) => {
  socket.on('error', () => {});
  socket.resume();
});
server.listen(0);
await once(server, 'listening');
const { port } = server.address();
const agent = new Agent();
const [first] = await Promise.all([agent.open('a', port), agent.open('b', port)]);
first.end();
await once(first, 'close');
agent.destroy();
server.close();

// expect: race.order.use-after-close 26,42,50
// The free lines to each depot: one that has been idle for too long is closed, and leaves its list only when the close is over.
'use strict';
const net = require('node:net');
const { once } = require('node:events');

class Depots {
  constructor() {
    this.lines = {};
    this.opened = 0;
  }

  async ask(port, text) {
    const line = this.lineTo(port);
    line.write(text);
    const [answer] = await once(line, 'data');
    line.setTimeout(30);
    let free = this.lines[port];
    if (!free) free = this.lines[port] = [];
    free.push(line);
    return String(answer);
  }

  lineTo(port) {
    const free = this.lines[port] ?? [];
    if (free.length > 0) return free.shift();
    return this.open(port);
  }

  open(port) {
    const line = net.connect(port, '127.0.0.1');
    this.opened++;
    line.on('error', () => {});
    line.on('timeout', () => this.idle(line));
    line.on('close', () => {
      this.forget(port, line);
    });
    return line;
  }

  idle(line) {
    line.destroy();
  }

  forget(port, gone) {
    const free = this.lines[port];
    if (!free) return;
    const at = free.indexOf(gone);
    if (at === -1) return;
    free.splice(at, 1);
  }
}

async function main() {
  const server = net.createServer((peer) => {
    peer.on('error', () => {});
    peer.on('data', (text) => peer.write(text));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const depots = new Depots();
  const { port } = server.address();
  for (const pause of [0, 5, 150]) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    await depots.ask(port, `after ${pause}`);
  }
  console.log(depots.opened);
  for (const line of depots.lines[port]) line.end();
  server.close();
}

main();

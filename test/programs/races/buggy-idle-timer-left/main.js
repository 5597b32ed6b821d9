// expect: race.order.use-after-close 18,36
'use strict';
// The line is taken again, and the timer that was set when it was given back first ends it: not when it has been free for long.
const net = require('node:net');
const { once } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');

class Line {
  constructor(port) {
    this.socket = net.connect(port);
  }
  async ask(text) {
    this.socket.write(text);
    const [answer] = await once(this.socket, 'data');
    return String(answer);
  }
  end() {
    this.socket.end();
  }
}

class Pool {
  free = [];

  constructor(port) {
    this.port = port;
  }
  take() {
    const entry = this.free.pop();
    if (!entry) return new Line(this.port);
    // Its timer is still there.
    return entry.line;
  }
  give(line) {
    const entry = { line };
    entry.timer = setTimeout(() => {
      this.free = this.free.filter((other) => other.line !== line);
      line.end();
    }, 300);
    this.free.push(entry);
  }
  async ask(text) {
    const line = this.take();
    const answer = await line.ask(text);
    this.give(line);
    return answer;
  }
}

async function main() {
  const server = net.createServer((socket) => socket.on('data', (text) => socket.write(String(text).toUpperCase())));
  server.listen(0);
  await once(server, 'listening');
  const pool = new Pool(server.address().port);
  console.log(await pool.ask('one'));
  await sleep(100);
  console.log(await pool.ask('two'));
  await sleep(700);
  server.close();
}

main();

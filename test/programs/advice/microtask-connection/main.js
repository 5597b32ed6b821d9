// expect: loop.microtask-starvation main.js:27
// The index is brought up to date in steps that each make the next one by nextTick; who asks meanwhile is connected when the last has run.
'use strict';
const net = require('node:net');

class Index {
  constructor() {
    this.buckets = new Uint32Array(1024);
    this.lines = [];
    this.steps = 0;
  }

  feed(lines) {
    this.lines.push(...lines);
    process.nextTick(() => this.step());
  }

  add(line) {
    for (let i = 0; i < 4000; i++) this.buckets[(line * 31 + i) % 1024]++;
  }

  step() {
    const line = this.lines.pop();
    if (line === undefined) return;
    this.add(line);
    this.steps++;
    process.nextTick(() => this.step());
  }
}

const index = new Index();
const server = net.createServer((socket) => socket.end(`${index.steps} steps\n`));
server.listen(0, '127.0.0.1', () => {
  const client = net.connect(server.address().port, '127.0.0.1');
  client.setEncoding('utf8');
  client.on('data', (text) => console.log(text.trim()));
  client.on('close', () => server.close());
  index.feed(Array.from({ length: 20_000 }, (_, i) => i));
});

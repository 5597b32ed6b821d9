// expect: nothing
// The index is brought up to date in steps, of which each lets others in before it makes the next one.
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
    setImmediate(() => this.step());
  }

  add(line) {
    for (let i = 0; i < 4000; i++) this.buckets[(line * 31 + i) % 1024]++;
  }

  step() {
    const line = this.lines.pop();
    if (line === undefined) return;
    this.add(line);
    this.steps++;
    setImmediate(() => this.step());
  }
}

const index = new Index();
const server = net.createServer((socket) => socket.end(`${index.steps} steps\n`));
server.listen(0, '127.0.0.1', () => {
  const client = net.connect(server.address().port, '127.0.0.1');
  client.setEncoding('utf8');
  client.on('data', (text) => console.log(text.trim()));
  client.on('close', () => server.close());
  index.feed(Array.from({ length: 3_000 }, (_, i) => i));
});

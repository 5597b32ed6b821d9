// expect: race.order.use-after-close 16,46,36
// The free lines of each exchange; a list of them is dropped with the last one, and then whoever looks finds none.
'use strict';
const net = require('node:net');

class Exchange {
  constructor(port) {
    this.port = port;
    this.free = {};
  }
  ask(name, question, done) {
    const count = this.free[name] ? this.free[name].length : 0;
    let line;
    if (count) {
      // The oldest one.
      line = this.free[name].shift();
      line.setTimeout(0);
      if (!this.free[name].length) delete this.free[name];
    } else {
      line = this.dial(name);
    }
    line.once('data', (answer) => {
      if (!line.writable) return;
      const list = (this.free[name] = this.free[name] || []);
      list.push(line);
      line.setTimeout(40);
      done(String(answer));
    });
    line.write(question);
  }
  dial(name) {
    const line = net.connect(this.port, '127.0.0.1');
    line.on('error', () => {});
    line.on('timeout', () => {
      console.log(name, 'is idle');
      line.destroy();
    });
    line.on('close', () => this.leave(line, name));
    return line;
  }
  leave(line, name) {
    const list = this.free[name];
    const at = list ? list.indexOf(line) : -1;
    if (at === -1) return;

    list.splice(at, 1);
    if (!list.length) delete this.free[name];
  }
}

const server = net.createServer((peer) => {
  peer.on('error', () => {});
  peer.on('data', (question) => peer.write(question));
});
server.listen(0, '127.0.0.1', () => {
  const exchange = new Exchange(server.address().port);
  const show = (answer) => console.log(answer);
  exchange.ask('north', 'one', show);
  setTimeout(() => exchange.ask('north', 'two', show), 220);
  setTimeout(() => server.close(), 600);
});

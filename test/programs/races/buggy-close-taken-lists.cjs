// expect: race.order.use-after-close 14,30,42
// The free plotters of each hall: one that stands idle for too long is hung up on, and leaves the lists only when the close is over.
'use strict';
const net = require('node:net');

class Plotters {
  constructor(port) {
    this.port = port;
    this.known = {};
    this.free = {};
  }

  plot(hall, drawing, done) {
    const line = this.free[hall]?.pop() ?? this.dial(hall);
    line.setTimeout(0);
    line.once('data', (answer) => {
      (this.free[hall] ??= []).push(line);
      line.setTimeout(30);
      done(String(answer));
    });
    line.write(drawing);
  }

  dial(hall) {
    const line = net.connect(this.port, '127.0.0.1');
    (this.known[hall] ??= []).push(line);
    line.on('error', () => {});
    line.on('timeout', () => {
      console.log(hall, 'is idle');
      line.destroy();
    });
    line.on('close', () => this.leave(line, hall));
    return line;
  }

  leave(line, hall) {
    if (!line.destroyed) return;
    const lists = [this.free, this.known];
    for (const list of lists) {
      const at = list[hall]?.indexOf(line) ?? -1;
      if (at >= 0) {
        list[hall].splice(at, 1);
      }
    }
  }
}

const server = net.createServer((peer) => {
  peer.on('error', () => {});
  peer.on('data', (drawing) => peer.write(drawing));
});
server.listen(0, '127.0.0.1', () => {
  const plotters = new Plotters(server.address().port);
  let left = 2;
  const show = (answer) => {
    console.log(answer);
    if (--left === 0) server.close();
  };
  setTimeout(() => plotters.plot('north', 'roof', show), 1);
  setTimeout(() => plotters.plot('north', 'door', show), 160);
});

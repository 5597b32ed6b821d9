// expect: nothing
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** It may be started anew when it has stopped; each has one that stops it. */
class Line {
  stopping = false;

  constructor(port) {
    this.socket = net.connect(port);
  }

  async finish(word) {
    if (this.stopping) return;
    this.socket.write(word);
    await delay(5);
    this.stop();
  }

  stop() {
    this.stopping = true;
    this.socket.once('close', () => {
      this.stopping = false;
    });
    this.socket.end();
  }
}

const server = net.createServer((socket) => socket.resume());
server.listen(0, async () => {
  const { port } = server.address();
  const lines = ['one', 'four'].map(() => new Line(port));
  const closed = lines.map(({ socket }) => once(socket, 'close'));
  await Promise.all(lines.map((line) => line.finish('word')));
  await Promise.all(closed);
  server.close(() => console.log('closed'));
});

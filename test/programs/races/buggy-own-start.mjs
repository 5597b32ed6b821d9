// expect: race.check-then-act 19
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** It may be started anew when it has stopped. */
class Line {
  stopping = false;

  constructor(port) {
    this.socket = net.connect(port);
  }

  // Two may be told to stop it, and neither has said so before it waits.
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
  const line = new Line(server.address().port);
  const closed = once(line.socket, 'close');
  await Promise.all(['one', 'four'].map((word) => line.finish(word)));
  await closed;
  server.close(() => console.log('closed'));
});

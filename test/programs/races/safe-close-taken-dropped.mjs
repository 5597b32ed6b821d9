// expect: nothing
// Lines that have been idle are closed, and leave the lists when that is over. One list is only there to close all of them at the end; of the other only what has no mark is taken.
import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const server = net.createServer((peer) => {
  peer.on('error', () => {});
  peer.on('data', (text) => peer.write(text));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address();

const open = [];
function connect() {
  const line = net.connect(port, '127.0.0.1');
  open.push(line);
  line.on('timeout', () => line.destroy());
  line.on('close', () => {
    const at = open.indexOf(line);
    if (at !== -1) open.splice(at, 1);
  });
  return line;
}

async function ask(text) {
  const line = connect();
  line.setTimeout(30);
  line.write(text);
  const [answer] = await once(line, 'data');
  return String(answer);
}

class Marked {
  #free = [];
  #isOld = new WeakSet();

  take() {
    let line = this.#free.pop();
    while (line && this.#isOld.has(line)) line = this.#free.pop();
    return line ?? this.#open();
  }

  #open() {
    const line = net.connect(port, '127.0.0.1');
    line.on('timeout', () => {
      this.#isOld.add(line);
      line.destroy();
    });
    line.on('close', () => {
      const at = this.#free.indexOf(line);
      if (at !== -1) this.#free.splice(at, 1);
    });
    return line;
  }

  async ask(text) {
    const line = this.take();
    line.write(text);
    const [answer] = await once(line, 'data');
    line.setTimeout(30);
    this.#free.push(line);
    return String(answer);
  }
}

const marked = new Marked();
for (const pause of [1, 150, 1]) {
  console.log(await ask('one'), await marked.ask('two'));
  await sleep(pause);
}
await sleep(100);
connect();
while (open.length > 0) {
  const line = open.pop();
  if (line) line.destroy();
}
server.close();

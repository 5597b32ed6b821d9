// expect: lock.not-released 34
// A connection whose question was refused is not given back; the next one who asks waits for ever, and nobody else has ever connected to the server.
import net from 'node:net';
import { once } from 'node:events';

const server = net.createServer((socket) => {
  socket.on('data', (data) => socket.write(String(data) === 'bad' ? 'no' : 'yes'));
});
server.listen(0);
await once(server, 'listening');

class Pool {
  free = [];
  waiting = [];
  open = 0;

  async take() {
    const socket = this.free.pop();
    if (socket) return socket;
    if (this.open < 2) {
      this.open++;
      return net.connect(server.address().port, '127.0.0.1');
    }
    return new Promise((resolve) => {
      this.waiting.push(resolve);
    });
  }
  give(socket) {
    const next = this.waiting.shift();
    if (next) next(socket);
    else this.free.push(socket);
  }
  async ask(text) {
    const socket = await this.take();
    const answer = await tell(socket, text);
    this.give(socket);
    return answer;
  }
}

async function tell(socket, text) {
  socket.write(text);
  const [answer] = await once(socket, 'data');
  if (String(answer) === 'no') throw new Error(`refused: ${text}`);
  return String(answer);
}

const pool = new Pool();
setTimeout(() => console.log('late'), 4000);
console.log(await Promise.all(['a', 'b', 'c', 'd'].map((text) => pool.ask(text))));
console.log((await Promise.allSettled(['bad', 'bad'].map((text) => pool.ask(text)))).map(({ status }) => status));
console.log(await pool.ask('e'));
for (const socket of pool.free) socket.end();
server.close();

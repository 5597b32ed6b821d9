// expect: nothing
// What nobody has used for a while leaves the free ones, and is ended then: whoever comes in between opens a line of his own.
import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const server = net.createServer((peer) => {
  peer.on('error', () => {});
  peer.on('data', (data) => peer.write(`${data}!`));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

class Lines {
  #free = new Set();

  constructor(port) {
    this.port = port;
  }

  async #take() {
    for (const line of this.#free) {
      this.#free.delete(line);
      clearTimeout(line.timer);
      return line;
    }
    const socket = net.connect(this.port, '127.0.0.1');
    await once(socket, 'connect');
    return { socket, timer: null };
  }

  #giveBack(line) {
    this.#free.add(line);
    line.timer = setTimeout(() => this.#retire(line), 40);
  }

  async #retire(line) {
    this.#free.delete(line);
    line.socket.end();
    await once(line.socket, 'close');
  }

  async ask(word) {
    const line = await this.#take();
    line.socket.write(word);
    const [answer] = await once(line.socket, 'data');
    this.#giveBack(line);
    return String(answer);
  }
}

const lines = new Lines(server.address().port);
const heard = [await lines.ask('a')];
heard.push(await lines.ask('b'));
await sleep(300);
heard.push(await lines.ask('c'));
console.log(heard.join(' '));
server.close();

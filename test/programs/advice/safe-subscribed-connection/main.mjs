// expect: nothing
// never: io.no-timeout
// stop-after: 7
// Connections on which nothing comes for long, and nobody waits for an answer: topics that are followed until they are closed, one of them at once; a session that lasts as long as its
// connection; and a connection that is kept for the next question.
import net from 'node:net';
import { once } from 'node:events';

const hub = net.createServer((socket) => {
  socket.on('error', () => socket.destroy());
  socket.on('data', (text) => {
    if (/ping/.test(text)) socket.write('pong\n');
    if (String(text).includes('unknown')) socket.end('no such topic\n');
  });
});
hub.listen(0, '127.0.0.1');
await once(hub, 'listening');
const { port } = hub.address();

function follow(topic, print) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(`subscribe ${topic}\n`));
    socket.setEncoding('utf8');
    socket.on('data', (line) => print(topic, line.trim()));
    socket.on('error', reject);
    socket.on('end', () => resolve(topic));
  });
}

async function session() {
  const socket = net.connect(port, '127.0.0.1');
  socket.write('hello\n');
  socket.on('data', (line) => console.log(String(line)));
  await new Promise((resolve) => socket.once('close', resolve));
  console.log('closed');
}

class Pinger {
  #socket = net.connect(port, '127.0.0.1');
  ping() {
    return new Promise((resolve) => {
      this.#socket.once('data', (text) => resolve(String(text).trim()));
      this.#socket.write('ping\n');
    });
  }
}

// What is said about a topic is taken line by line; one of the two has nothing to say for long.
async function watch(topic) {
  const socket = net.connect(port, '127.0.0.1');
  socket.write(`subscribe ${topic}\n`);
  while (!socket.destroyed) {
    const line = await new Promise((resolve) => socket.once('data', resolve));
    console.log(topic, String(line).trim());
  }
}

const pinger = new Pinger();
console.log(await pinger.ping());
await Promise.all([
  ...['news', 'unknown', 'weather'].map((topic) => follow(topic, console.log)),
  session(),
  watch('weather'),
  watch('ping'),
]);

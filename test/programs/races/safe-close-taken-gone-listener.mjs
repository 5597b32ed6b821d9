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

const free = [];
async function ask(word) {
  let line = free.pop();
  if (line) clearTimeout(line.timer);
  else {
    line = { socket: net.connect(server.address().port, '127.0.0.1') };
    await once(line.socket, 'connect');
  }
  line.socket.write(word);
  const [answer] = await once(line.socket, 'data');
  free.push(line);
  line.timer = setTimeout(async () => {
    free.splice(free.indexOf(line), 1);
    line.socket.end();
    await new Promise((resolve) => line.socket.once('close', resolve));
  }, 40);
  return String(answer);
}

const heard = [await ask('a')];
heard.push(await ask('b'));
await sleep(300);
heard.push(await ask('c'));
console.log(heard.join(' '));
server.close();

// expect: nothing
// never: io.no-timeout
// stop-after: 6
// Nobody asked for what these wait for: a feed says something when there is something to say, and the question has a limit.
import net from 'node:net';
import { once } from 'node:events';

const feed = net.createServer((socket) => socket.write('welcome\n'));
feed.listen(0, '127.0.0.1');
await once(feed, 'listening');

const socket = net.createConnection(feed.address().port, '127.0.0.1');
socket.setEncoding('utf8');
async function follow() {
  for (;;) {
    const [line] = await once(socket, 'data');
    console.log(line.trim());
  }
}
async function ask(question) {
  const limit = setTimeout(() => socket.destroy(), 60_000);
  socket.write(`${question}\n`);
  const [answer] = await once(socket, 'close');
  clearTimeout(limit);
  return answer;
}
follow();
ask('next');

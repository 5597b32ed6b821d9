// expect: nothing
// A line that is dialled again when it is cut, and a helper process that is started again when it has gone. Whoever hangs up, or sends it home, goes by the one that is there by then.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

if (process.send !== undefined) {
  process.on('message', (word) => (word === 'go' ? process.exit(3) : process.disconnect()));
  process.send('ready');
} else {
  await main();
}

async function dial(line, port) {
  const socket = net.connect(port, '127.0.0.1');
  line.socket = socket;
  socket.on('error', () => {});
  socket.on('close', () => dialLater(line, port));
  await once(socket, 'connect');
  line.dialled++;
  socket.write('hello');
}

function dialLater(line, port) {
  if (line.isOver) return;
  line.timer = setTimeout(async () => {
    await dial(line, port).catch(() => {});
  }, 30);
}

async function hangUp(line) {
  line.isOver = true;
  clearTimeout(line.timer);
  line.socket.end();
  await once(line.socket, 'close');
}

async function hire(post) {
  const child = fork(fileURLToPath(import.meta.url));
  post.child = child;
  child.on('exit', (code) => {
    if (code === 3) post.next = setTimeout(() => hire(post), 10);
  });
  await once(child, 'message');
  post.hired++;
}

async function sendHome(post) {
  clearTimeout(post.next);
  post.child.send('home');
  await once(post.child, 'exit');
}

async function main() {
  const peers = new Set();
  const server = net.createServer((peer) => {
    peers.add(peer);
    peer.on('error', () => {});
    peer.resume();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const line = { dialled: 0, isOver: false };
  await dial(line, server.address().port);
  await sleep(20);
  for (const peer of peers) peer.destroy();
  await sleep(300);
  await hangUp(line);
  server.close();

  const post = { hired: 0 };
  await hire(post);
  post.child.send('go');
  await once(post.child, 'exit');
  while (post.hired < 2) await sleep(20);
  await sendHome(post);
  console.log(line.dialled, post.hired);
}

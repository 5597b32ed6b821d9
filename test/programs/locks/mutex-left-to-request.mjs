// expect: none signal
// A later request finds in a map what gives back the one lock; the other is given back when the connection closes. The program is ended before.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { Mutex } from 'async-mutex';

const editing = new Mutex();
const stage = new Mutex();
const sessions = new Map();

async function begin(id) {
  const unlock = await editing.acquire();
  if (id === 'nobody') {
    unlock();
    return 'refused';
  }
  sessions.set(id, unlock);
  return 'begun';
}

async function enter(socket) {
  const leave = await stage.acquire();
  if (socket.destroyed) {
    leave();
    return 'gone';
  }
  socket.once('close', () => stage.release());
  return 'entered';
}

const server = createServer((socket) => {
  socket.once('data', async (line) => {
    const [what, id] = String(line).split(' ');
    if (what === 'end') sessions.get(id)?.();
    socket.write(what === 'begin' ? await begin(id) : await enter(socket));
  });
}).listen(0, '127.0.0.1');
await once(server, 'listening');

async function ask(line) {
  const socket = connect(server.address().port, '127.0.0.1');
  socket.write(line);
  const [answer] = await once(socket, 'data');
  return String(answer);
}
console.log(await ask('begin ann'), await ask('enter'));
console.log(await Promise.all([ask('begin bob'), ask('enter')]));

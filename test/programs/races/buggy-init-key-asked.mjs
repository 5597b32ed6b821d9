// expect: race.order.use-before-init 24,14 ; race.order.use-before-init 28,17
// A request comes before the shelves and the readers are known: one asks by `in`, the other one looks only where there is a list.
import { once } from 'node:events';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const shelves = {};
const library = {};

async function open() {
  const names = await sleep(30, ['plays', 'poems']);
  for (const name of names) {
    // Each with its books.
    shelves[name] = ['one', 'two'];
  }

  library.readers = await sleep(20, [{ id: 'ann' }, { id: 'bob' }]);
}

open().catch(console.error);
const server = http.createServer((request, response) => {
  const [, kind, id] = request.url.split('/');
  if (kind === 'shelf') {
    if (!(id in shelves)) return response.writeHead(404).end();
    return response.end(shelves[id].join(' '));
  }

  const list = library.readers;
  const reader = list && list.find((each) => each.id === id);
  if (!reader) return response.writeHead(404).end();
  response.end(reader.id);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

const statusOf = async (path) => {
  const response = await fetch(`http://127.0.0.1:${server.address().port}${path}`, { headers: { connection: 'close' } });
  return response.status;
};
await sleep(250);
console.log(await statusOf('/shelf/plays'), await statusOf('/reader/bob'));
server.close();

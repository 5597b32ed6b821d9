// expect: nothing
// Requests wait until the lines are open; and who is asked for a guest that another request brings later says that there is none.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const lines = new Map();
async function openAll(names) {
  for (const name of names) {
    const length = await delay(10, 3);
    lines.set(name, { name, stops: () => length + name.length });
  }
}
const opening = openAll(['east', 'west']);

function lineOf(name) {
  return lines.get(name);
}

const guests = new Map();
function guestOf(name) {
  return guests.get(name);
}

const server = http.createServer(async (request, response) => {
  const name = request.url.slice(1);
  try {
    if (request.method === 'POST') guests.set(name, { greet: () => `hello ${name}` });
    await opening;
    response.end(lines.has(name) ? `${lineOf(name).stops()} stops` : guestOf(name).greet());
  } catch (error) {
    response.writeHead(404).end(error.name);
  }
});
await once(server.listen(0, '127.0.0.1'), 'listening');

async function ask(name, method = 'GET') {
  const request = http.request({ port: server.address().port, path: `/${name}`, agent: false, method }).end();
  const [response] = await once(request, 'response');
  return (await response.toArray()).join('');
}
const first = ask('ann');
const second = delay(30).then(() => ask('ann', 'POST'));
console.log(await ask('west'), await first, await second);
server.close();

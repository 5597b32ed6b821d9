// expect: race.order.use-before-init 16,11
// Lines are opened one after the other when the program starts; whoever asks for one that is not open yet fails.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const lines = new Map();
async function openAll(answered, names) {
  for (const name of names) {
    const length = await answered;
    lines.set(name, { name, stops: () => length + name.length });
  }
}

function lineOf(name) {
  return lines.get(name);
}

const server = http.createServer((request, response) => {
  try {
    response.end(`${lineOf(request.url.slice(1)).stops()} stops`);
  } catch (error) {
    response.writeHead(500).end(error.name);
  }
});

let answer;
const answered = new Promise((resolve) => (answer = resolve));
const opening = openAll(answered, ['east', 'west']);
await once(server.listen(0, '127.0.0.1'), 'listening');

async function ask(name) {
  const [response] = await once(http.get({ port: server.address().port, path: `/${name}`, agent: false }), 'response');
  return (await response.toArray()).join('');
}
console.log(await ask('east'));
answer(3);
await delay(20);
console.log(await ask('west'));
await opening;
server.close();

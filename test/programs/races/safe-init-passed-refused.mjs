// expect: nothing
// Each request has the gauges read by the register, which is opened before the program begins to serve; without one the function that it is passed to refuses.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

async function openRegister() {
  await sleep(12);
  return { gauges: async () => ['north', 'weir', 'mill'] };
}

const river = { levels: new Map() };

async function readGauges(register) {
  if (!register) throw new Error('the register is closed');
  for (const name of await register.gauges()) river.levels.set(name, name.length);
}
river.register = await openRegister();

const server = http.createServer((request, response) => {
  answer(request.url.slice(1)).then(
    (text) => response.end(text),
    (error) => response.writeHead(500).end(error.message),
  );
});
async function answer(name) {
  await readGauges(river.register);
  return `${name}: ${river.levels.get(name)}`;
}

server.listen(0, '127.0.0.1');
await once(server, 'listening');
await sleep(20);
const reply = await fetch(`http://127.0.0.1:${server.address().port}/weir`);
console.log(reply.ok);
server.close();
server.closeAllConnections();

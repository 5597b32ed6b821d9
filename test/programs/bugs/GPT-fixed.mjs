// expect: nothing
/** The repaired twin of GPT.mjs: a port that was given away is not given to another. */
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const given = new Set();
async function getPort(wanted) {
  for (const port of [wanted, 0]) {
    if (given.has(port)) continue;
    given.add(port);
    try {
      const probe = net.createServer().listen(port, '127.0.0.1');
      await once(probe, 'listening');
      const found = probe.address().port;
      probe.close();
      await once(probe, 'close');
      return found;
    } catch {
      // Taken: any other will do.
    }
  }
}

async function start(name, wanted, found) {
  const port = await getPort(wanted);
  found();
  await delay(name === 'first' ? 100 : 150);
  const server = http.createServer((_request, response) => response.end(name));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const free = await getPort(0);
given.clear();
const started = [];
for (const name of ['first', 'second']) {
  await new Promise((found) => started.push(start(name, free, found)));
}
const servers = await Promise.allSettled(started);
console.log(servers.length, 'servers');
for (const { value } of servers) value?.close();

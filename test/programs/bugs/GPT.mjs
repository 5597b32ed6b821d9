// expect: race.check-then-act 15,31
/**
 * GPT: get-port, https://github.com/sindresorhus/get-port/issues/23.
 * Root cause: a port is tried by listening on it and given up again; until the caller listens on it, others try it and find it free, too.
 * Original fix: pull request 36 remembers for some time which ports were given away in this process; the issue proposes a mutex around trying and using.
 */
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

async function getPort(wanted) {
  for (const port of [wanted, 0]) {
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
const started = [];
for (const name of ['first', 'second']) {
  await new Promise((found) => started.push(start(name, free, found)));
}
const servers = await Promise.allSettled(started);
console.log(servers.length, 'servers');
for (const { value } of servers) value?.close();

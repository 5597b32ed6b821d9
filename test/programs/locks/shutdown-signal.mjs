// expect: none exit 0
import http from 'node:http';
import { once } from 'node:events';
const server = http.createServer((_request, response) => response.end('x'));
server.listen(0);
await once(server, 'listening');
async function shutdown() {
  await new Promise((resolve) => process.once('SIGTERM', resolve));
  server.close();
}
async function start() {
  void shutdown();
  await (await fetch(`http://127.0.0.1:${server.address().port}`)).text();
  server.close();
  server.closeAllConnections();
}
await start();

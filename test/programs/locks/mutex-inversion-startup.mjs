// expect: none exit 0
import http from 'node:http';
import { once } from 'node:events';
import { Mutex } from 'async-mutex';
const [config, table] = [new Mutex(), new Mutex()];
const nest = (x, y) => x.runExclusive(() => y.runExclusive(async () => {}));
await nest(config, table);
const server = http.createServer(async (_request, response) => {
  await nest(table, config);
  response.end('ok');
});
server.listen(0);
await once(server, 'listening');
const url = `http://127.0.0.1:${server.address().port}`;
await Promise.all([fetch(url), fetch(url)].map(async (reply) => (await reply).text()));
server.close();
server.closeAllConnections();

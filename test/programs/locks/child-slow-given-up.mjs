// expect: none exit 0
// The limit ends a child that had not come to its question yet: it only took too long.
import http from 'node:http';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
const self = fileURLToPath(import.meta.url);
const port = process.argv[2];
if (port !== undefined) {
  setTimeout(() => http.get({ host: '127.0.0.1', port, path: '/health' }, (response) => response.pipe(process.stdout)), 60_000);
} else {
  const server = http.createServer((_request, response) => response.end('up'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { stdout, error } = spawnSync(process.execPath, [self, String(server.address().port)], { encoding: 'utf8', timeout: 3000 });
  console.log('health', error?.code ?? stdout.trim());
  server.close();
  server.closeAllConnections();
}

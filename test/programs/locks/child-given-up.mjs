// expect: deadlock.main-thread-blocked 18 exit 0
// The limit ends the child, and the program goes on without the answer.
import http from 'node:http';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
const self = fileURLToPath(import.meta.url);
const port = process.argv[2];
if (port !== undefined) {
  http.get({ host: '127.0.0.1', port, path: '/health' }, (response) => {
    response.setEncoding('utf8');
    response.on('data', (text) => console.log(text));
  });
} else {
  const server = http.createServer((_request, response) => response.end('up'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { stdout, error } = spawnSync(process.execPath, [self, String(server.address().port)], { encoding: 'utf8', timeout: 3000 });
  console.log('health', error?.code ?? stdout.trim());
  server.close();
  server.closeAllConnections();
}

// expect: nothing
// Requests are let in when the service is in the registry.
import http from 'node:http';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';

const services = new Map();
async function register() {
  const text = await readFile(new URL(import.meta.url), 'utf8');
  services.set('search', { find: (word) => text.indexOf(word) });
}
await register().catch(console.error);
const server = http.createServer((request, response) => {
  response.end(String(services.get('search').find(request.url.slice(1))));
});
await once(server.listen(0, '127.0.0.1'), 'listening');

setTimeout(async () => {
  const [response] = await once(http.get({ port: server.address().port, path: '/import', agent: false }), 'response');
  console.log((await response.toArray()).join(''));
  server.close();
}, 300);

// expect: nothing
// Who asks for the visitor has set it before, in the same process, and waits for the answer.
import { once } from 'node:events';
import http from 'node:http';
import { readFile } from 'node:fs/promises';
let visitor = null;
const server = http.createServer((req, res) => {
  if (!visitor) {
    res.writeHead(404).end();
    return;
  }
  res.end(visitor.name);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
await readFile(new URL(import.meta.url));
visitor = { name: 'ann' };
const response = await fetch(`http://127.0.0.1:${server.address().port}/`);
console.log(response.status);
server.closeAllConnections();
server.close();

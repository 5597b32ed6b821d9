// expect: race.order.use-before-init 16,8
// Nothing adds the elements at the end of the list: each is set by its number when it has been loaded, and a request that uses one does not wait for that.
import { readFile } from 'node:fs';
import http from 'node:http';
const parts = [];
function load(i) {
  readFile(new URL(import.meta.url), 'utf8', (_error, text) => {
    parts[i] = { length: text.length };
  });
}

load(0);
load(1);
const server = http.createServer((request, response) => {
  const id = Number(request.url.slice(1));
  response.end(String(parts[id].length > 0));
});
server.listen(0, '127.0.0.1', () => {
  setTimeout(async () => {
    const response = await fetch(`http://127.0.0.1:${server.address().port}/1`);
    console.log(await response.text());
    server.close();
  }, 300);
});

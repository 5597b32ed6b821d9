// expect: race.order.use-before-init 12,18
// A request that comes before the table is loaded is refused: nothing makes it wait.
import assert from 'node:assert';
import http from 'node:http';
import { readFile } from 'node:fs/promises';

let table = null;

const server = http.createServer((req, res) => {
  let answer = 'refused';
  try {
    assert.ok(table, 'not loaded');
    answer = table.size;
  } catch {}
  res.end(String(answer));
});
async function load() {
  table = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
}

server.listen(0, async () => {
  load();
  const { status } = await fetch(`http://127.0.0.1:${server.address().port}/`);
  console.log(status);
  server.close();
  server.closeAllConnections();
});

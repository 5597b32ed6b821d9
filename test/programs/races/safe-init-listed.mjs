// expect: nothing
import http from 'node:http';
import { readFile } from 'node:fs/promises';
const state = { connections: undefined };
async function connect() {
  const text = await readFile(new URL(import.meta.url), 'utf8');
  state.connections = { main: text.length };
}
connect();
const server = http.createServer((req, res) => {
  // Asked for with a value for the meantime.
  res.end(Object.keys(state.connections ?? {}).join());
});
server.listen(0, '127.0.0.1', () => {
  setTimeout(() => {
    http.get({ port: server.address().port, agent: false }, (res) => res.on('data', (d) => console.log(String(d))).on('end', () => server.close()));
  }, 100);
});

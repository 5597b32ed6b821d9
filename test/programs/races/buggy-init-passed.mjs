// expect: race.order.use-before-init 17,11
// What is not there yet is passed to a function that takes a member of it.
import http from 'node:http';
import { readFile } from 'node:fs/promises';
const state = { admin: undefined, names: [] };
function list(admin) {
  return admin.names().join();
}
async function connect() {
  const text = await readFile(new URL(import.meta.url), 'utf8');
  state.admin = { names: () => text.match(/\w+/g).slice(0, 2) };
}
connect();
const server = http.createServer((req, res) => {
  let names;
  try {
    names = list(state.admin);
  } catch {
    res.statusCode = 500;
  }
  res.end(names);
});
server.listen(0, '127.0.0.1', () => {
  setTimeout(() => {
    http.get({ port: server.address().port, agent: false }, (res) => res.on('data', (d) => console.log(String(d))).on('end', () => server.close()));
  }, 30);
});

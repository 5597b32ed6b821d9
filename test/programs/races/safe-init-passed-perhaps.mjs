// expect: nothing
// The function takes a member of what it is passed only where it is asked to.
import http from 'node:http';
import { readFile } from 'node:fs/promises';
const state = { admin: undefined, names: [] };
function list(admin, isAll) {
  if (isAll) return admin.names().join();
  return 'none';
}
async function connect() {
  const text = await readFile(new URL(import.meta.url), 'utf8');
  state.admin = { names: () => text.match(/\w+/g).slice(0, 2) };
}
connect();
const server = http.createServer((req, res) => {
  let names;
  try {
    names = list(state.admin, false);
  } catch {
    res.statusCode = 500;
  }
  res.end(names);
});
server.listen(0, '127.0.0.1', () => {
  setTimeout(() => {
    http.get({ port: server.address().port, agent: false }, (res) => res.on('data', (d) => console.log(String(d))).on('end', () => server.close()));
  }, 100);
});

// expect: nothing
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import http from 'node:http';

// The name stands for something else in here, too.
class Driver {
  constructor(text) {
    this.text = text;
  }
  get admin() {
    return { list: () => this.text.split('\n').length };
  }
}
const connect = async () => new Driver(await readFile(new URL(import.meta.url), 'utf8'));
const session = { user: 'ann', admin: { list: () => 0 } };

const state = { admin: session.admin, asked: 0 };
connect().then((driver) => {
  state.admin = driver.admin;
});

const server = http.createServer((request, response) => {
  if (request.url === '/mine') response.end(String(session.admin.list()));
  else response.end(String(state.admin.list()));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
await new Promise((resolve) => setTimeout(resolve, 100));
const answer = await fetch(`http://127.0.0.1:${server.address().port}/`);
console.log(Number(await answer.text()) > 20);
server.close();
server.closeAllConnections();

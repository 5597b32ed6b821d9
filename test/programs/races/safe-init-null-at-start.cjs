// expect: nothing
// The module says that there is no client yet, and nobody listens until there is one.
const http = require('node:http');
const { EventEmitter } = require('node:events');

const state = new EventEmitter();
state.client = null;

function connect() {
  setTimeout(() => {
    state.client = { list: () => ['users'] };
    state.emit('connected');
  }, 10);
}

const server = http.createServer((request, response) => {
  const rows = state.client.list();
  response.end(rows.join());
});
connect();
state.once('connected', () => server.listen(0, '127.0.0.1'));
server.on('listening', () => {
  setTimeout(async () => {
    const answer = await fetch(`http://127.0.0.1:${server.address().port}`);
    console.log(await answer.text());
    server.close();
    server.closeAllConnections();
  }, 60);
});

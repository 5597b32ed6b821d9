// expect: race.order.use-before-init 18,12
// The module says that there is no client yet; a timer sets it, and a request that comes earlier finds none.
const http = require('node:http');
const { EventEmitter } = require('node:events');

const state = new EventEmitter();
state.client = null;

function connect() {
  setTimeout(() => {
    // Connected.
    state.client = { list: () => ['users'] };
    state.emit('connected');
  }, 10);
}

const server = http.createServer((request, response) => {
  const rows = state.client.list();
  response.end(rows.join());
});
connect();
server.listen(0, '127.0.0.1');
server.on('listening', () => {
  setTimeout(async () => {
    const answer = await fetch(`http://127.0.0.1:${server.address().port}`);
    console.log(await answer.text());
    server.close();
    server.closeAllConnections();
  }, 60);
});

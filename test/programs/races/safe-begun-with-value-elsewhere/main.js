// expect: nothing
'use strict';
const http = require('node:http');
const settings = require('./settings.js');

// What the level is at first stands in the class, and nobody has looked before it is set.
async function readLevel() {
  await new Promise((resolve) => setTimeout(resolve, 5));
  return 'debug';
}
async function reload() {
  settings.level = await readLevel();
}
function get(port, path) {
  return fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close' } }).then((res) => res.text());
}
const server = http.createServer((req, res) => {
  res.end(settings.level.toUpperCase());
});
server.listen(0, '127.0.0.1', () => {
  void reload();
  setTimeout(async () => {
    settings.out.log(await get(server.address().port, '/level'));
    server.close();
  }, 40);
});

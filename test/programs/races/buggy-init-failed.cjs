// expect: race.order.use-before-init 16,9
// A request that comes before the names are there is told that something has gone wrong.
const fs = require('node:fs');
const http = require('node:http');
class Directory {
  names = null;
  open() {
    fs.readFile(__filename, 'utf8', (error, text) => {
      this.names = text.match(/\w+/g);
    });
    return this;
  }
}
const directory = new Directory().open();
const server = http.createServer((req, res) => {
  const names = directory.names;
  if (names === null) {
    res.statusCode = 500;
    return res.end('no directory');
  }
  res.end(String(names.length > 3));
});
server.listen(0, '127.0.0.1', () => {
  setTimeout(() => {
    http.get({ port: server.address().port, agent: false }, (res) => res.on('data', (d) => console.log(String(d))).on('end', () => server.close()));
  }, 100);
});

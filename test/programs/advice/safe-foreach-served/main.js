// expect: nothing
// never: promise.floating
// What comes later uses what the calls have loaded; the first look only tells how far that is.
'use strict';
const fs = require('node:fs/promises');
const http = require('node:http');

const pages = new Map();
const names = ['main.js', '../README.md'];
names.forEach(async (name) => {
  const text = await fs.readFile(`${__dirname}/${name}`, 'utf8');
  pages.set(name, text);
});
console.log(`${pages.size} of ${names.length} pages`);

const server = http.createServer((request, response) => response.end(pages.get(request.url.slice(1)) ?? 'not yet'));
server.listen(0, async () => {
  const response = await fetch(`http://localhost:${server.address().port}/main.js`);
  console.log((await response.text()).length > 0);
  server.close();
  server.closeAllConnections();
});

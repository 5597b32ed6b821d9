// expect: race.order.use-before-init 19,15
// The object begins without `tides`; that another one in the file has a property of that name says nothing of it.
'use strict';
const http = require('node:http');

const harbour = { name: 'Kiel' };

function openAlmanac(callback) {
  const tides = { next: () => 'high at noon' };
  setTimeout(callback, 40, null, { tides });
}

openAlmanac((error, almanac) => {
  if (error) throw error;
  harbour.tides = almanac.tides;
});

const server = http.createServer((request, response) => {
  const next = harbour.tides.next();
  response.end(`${harbour.name}: ${next}`);
});

server.listen(0, '127.0.0.1', () => {
  setTimeout(async () => {
    const response = await fetch(`http://127.0.0.1:${server.address().port}/`, { headers: { connection: 'close' } });
    console.log(await response.text());
    server.close();
  }, 250);
});

// expect: race.order.use-before-init 12,22
// What a depot holds is counted when it is opened, and nobody waits for the count: a parcel that is there is said not to exist.
'use strict';
const fs = require('node:fs');
const http = require('node:http');

function openDepot(file) {
  const depot = { parcels: {}, opened: Date.now() };
  depot.count = (shelf) => {
    fs.readFile(file, 'utf8', (error, text) => {
      if (error) throw error;
      depot.parcels[shelf] = text.match(/\w+/g);
    });
  };
  depot.count('a');
  return depot;
}

const depot = openDepot(__filename);
const server = http.createServer((request, response) => {
  const [, shelf, parcel] = request.url.split('/');
  const parcels = depot.parcels[shelf];
  if (parcels && parcels.includes(parcel)) response.end('here');
  else response.writeHead(404).end('no such parcel');
});
server.listen(0, '127.0.0.1', () => {
  setTimeout(() => {
    http.get({ port: server.address().port, path: '/a/depot', agent: false }, (answer) => {
      console.log(answer.statusCode);
      answer.resume();
      server.close();
    });
  }, 100);
});

// expect: loop.sync-api@info main.js:10
'use strict';
const express = require('express');
const crypto = require('node:crypto');

const app = express();
app.get('/parcels/:id', (request, response) => response.json({ id: request.params.id, state: 'on its way' }));

app.get('/safes/:code', (request, response) => {
  const key = crypto.scryptSync(request.params.code, 'counter 4', 64, { N: 2 ** 18, maxmem: 2 ** 29 });
  response.json({ key: key.toString('hex') });
});

const server = app.listen(0, '127.0.0.1', async () => {
  const base = `http://127.0.0.1:${server.address().port}`;
  const get = (path) => fetch(base + path).then((answer) => answer.json());
  const parcel = await get('/parcels/7');
  const safe = await get('/safes/1234');
  console.log(parcel.state, safe.key.length);
  server.close();
  server.closeAllConnections();
});

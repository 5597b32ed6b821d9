// expect: nothing
// A middleware looks what is left; the route behind it asks what was found, and looks again before it takes one.
const express = require('express');
const fs = require('node:fs/promises');

let stock = 1;
let arrived = 0;
let letGo;
const bothAreThere = new Promise((resolve) => (letGo = resolve));
const app = express();
app.use((request, response, next) => {
  response.locals.stock = stock;
  next();
});
app.post('/buy', async (request, response) => {
  if (response.locals.stock < 1) return response.sendStatus(410);
  if (++arrived === 2) setImmediate(letGo);
  await Promise.all([bothAreThere, fs.stat(__filename)]);
  if (stock < 1) return response.sendStatus(410);
  stock--;
  response.sendStatus(201);
});

const server = app.listen(0, async () => {
  const url = `http://127.0.0.1:${server.address().port}/buy`;
  const buy = async () => (await fetch(url, { method: 'POST' })).status;
  console.log((await Promise.all([buy(), buy()])).sort().join());
  server.close();
  server.closeAllConnections();
});

// expect: race.check-then-act 11,22
// A middleware looks whether there is one left, and the route takes it behind next(), after a wait.
const express = require('express');
const fs = require('node:fs/promises');

const stock = new Map([['lamp', 1]]);
let arrived = 0;
let letGo;
const bothAreThere = new Promise((resolve) => (letGo = resolve));
const inStock = (request, response, next) => {
  if (stock.get(request.params.item) < 1) return response.sendStatus(410);
  next();
};

const app = express();
app.use((request, response, next) => {
  setImmediate(() => ++arrived === 2 && letGo());
  next();
});
app.post('/orders/:item', inStock, async (request, response) => {
  await Promise.all([bothAreThere, fs.stat(__filename)]);
  stock.set(request.params.item, stock.get(request.params.item) - 1);
  response.sendStatus(201);
});

const server = app.listen(0, async () => {
  const url = `http://127.0.0.1:${server.address().port}/orders/lamp`;
  const order = async () => (await fetch(url, { method: 'POST' })).status;
  console.log((await Promise.all([order(), order()])).sort().join());
  server.close();
  server.closeAllConnections();
});

// expect: nothing
// A middleware puts the account itself into the request; the route behind it changes that, and puts it where it was.
const express = require('express');
const fs = require('node:fs/promises');

const accounts = new Map([['ann', { balance: 100 }]]);
let arrived = 0;
let letGo;
const bothAreThere = new Promise((resolve) => (letGo = resolve));
const account = (request, response, next) => {
  request.account = accounts.get(request.params.who);
  next();
};
const app = express();
app.post('/pay/:who', account, async (request, response) => {
  if (++arrived === 2) setImmediate(letGo);
  await Promise.all([bothAreThere, fs.stat(__filename)]);
  request.account.balance -= 10;
  accounts.set(request.params.who, request.account);
  response.sendStatus(201);
});

const server = app.listen(0, async () => {
  const url = `http://127.0.0.1:${server.address().port}/pay/ann`;
  const pay = async () => (await fetch(url, { method: 'POST' })).status;
  console.log((await Promise.all([pay(), pay()])).join(), accounts.get('ann').balance);
  server.close();
  server.closeAllConnections();
});

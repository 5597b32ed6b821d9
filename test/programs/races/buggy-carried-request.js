// expect: race.atomicity 18,11
// A middleware puts what is there into the request; the route behind it reckons with that after a wait.
const express = require('express');
const fs = require('node:fs/promises');

const accounts = new Map([['ann', { balance: 100 }]]);
let arrived = 0;
let letGo;
const bothAreThere = new Promise((resolve) => (letGo = resolve));
const account = (request, response, next) => {
  request.balance = accounts.get(request.params.who).balance;
  next();
};
const app = express();
app.post('/pay/:who', account, async (request, response) => {
  if (++arrived === 2) setImmediate(letGo);
  await Promise.all([bothAreThere, fs.stat(__filename)]);
  accounts.get(request.params.who).balance = request.balance - 10;
  response.sendStatus(201);
});

const server = app.listen(0, async () => {
  const url = `http://127.0.0.1:${server.address().port}/pay/ann`;
  const pay = async () => (await fetch(url, { method: 'POST' })).status;
  console.log((await Promise.all([pay(), pay()])).join(), accounts.get('ann').balance);
  server.close();
  server.closeAllConnections();
});

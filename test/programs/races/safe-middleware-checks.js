// expect: nothing
// Each middleware looks at what a route behind next() writes later, and yet nobody acts on an old look.
const express = require('express');
const fs = require('node:fs/promises');

const stock = new Map([['lamp', 1]]);
const seats = new Map([['front', 1]]);
const session = { seen: 1 };
const health = { failures: 0, paused: false };
let report = null;
let arrived = 0;
let letGo;
const bothAreThere = new Promise((resolve) => (letGo = resolve));
const wait = () => Promise.all([bothAreThere, fs.stat(__filename)]);

const app = express();
app.use((request, response, next) => {
  setImmediate(() => ++arrived === 10 && letGo());
  // It is only renewed, or a switch that all requests look at: whoever passed would pass again.
  if (session.seen < 1 || health.failures > 5 || health.paused) return response.sendStatus(401);
  next();
});

// Taken in the step of the look.
const takeOne = (request, response, next) => {
  const left = stock.get(request.params.item);
  if (left < 1) return response.sendStatus(410);
  stock.set(request.params.item, left - 1);
  next();
};
app.post('/orders/:item', takeOne, async (request, response) => {
  await wait();
  session.seen = Date.now();
  response.sendStatus(201);
});

// Looked at again in the step that takes it.
const isFree = (request, response, next) => {
  if (seats.get(request.params.row) < 1) return response.sendStatus(410);
  next();
};
app.post('/seats/:row', isFree, async (request, response) => {
  await wait();
  if (seats.get(request.params.row) < 1) return response.sendStatus(409);
  seats.set(request.params.row, seats.get(request.params.row) - 1);
  response.sendStatus(201);
});

// What it notes is how its work ended.
app.post('/reports', async (request, response) => {
  try {
    await wait();
    await fs.stat(`${__filename}.none`);
  } catch {
    health.failures += 1;
    response.sendStatus(500);
  }
});

// Set before it is used, by each request that finds nothing there.
const withReport = (request, response, next) => {
  if (report === null) report = { lines: 0 };
  next();
};
app.post('/pause', withReport, async (request, response) => {
  await wait();
  health.paused = true;
  report.lines++;
  response.sendStatus(200);
});

// It is there before and after, and counted in one step.
const points = new Map([['ann', 1]]);
const isKnown = (request, response, next) => {
  if (!points.has(request.params.name)) return response.sendStatus(404);
  if (points.get(request.params.name) === undefined) return response.sendStatus(404);
  next();
};
app.post('/points/:name', isKnown, async (request, response) => {
  await wait();
  points.set(request.params.name, points.get(request.params.name) + 1);
  response.sendStatus(200);
});

const server = app.listen(0, async () => {
  const post = async (path) => (await fetch(`http://127.0.0.1:${server.address().port}/${path}`, { method: 'POST' })).status;
  const paths = ['orders/lamp', 'orders/lamp', 'seats/front', 'seats/front', 'reports', 'reports', 'points/ann', 'points/ann', 'pause', 'pause'];
  console.log((await Promise.all(paths.map(post))).sort().join());
  server.close();
  server.closeAllConnections();
});

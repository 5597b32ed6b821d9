// expect: await.in-loop@info main.js:18; await.in-loop@info main.js:23
'use strict';
const http = require('node:http');

const server = http.createServer((request, response) => {
  setTimeout(() => response.end(JSON.stringify({ gauge: request.url.slice(1), level: request.url.length })), 40);
});

class Gauge {
  constructor(base, name) {
    this.url = `${base}/${name}`;
  }
  level = () => fetch(this.url).then((answer) => answer.json());
}

/** Each reading joins the list; none needs the one before. */
function readings(gauges) {
  return gauges.reduce((before, gauge) => before.then((list) => gauge.level().then((row) => list.concat(row))), Promise.resolve([]));
}

function highest(readers) {
  return readers.reduce(async (before, read) => {
    const levels = await before;
    levels.push((await read()).level);
    return levels;
  }, Promise.resolve([]));
}

server.listen(0, '127.0.0.1', async () => {
  const base = `http://127.0.0.1:${server.address().port}`;
  const reader = (name) => async () => {
    const answer = await fetch(`${base}/${name}`);
    return answer.json();
  };
  const names = ['elbe', 'main', 'oder', 'rhein', 'saale', 'weser'];
  const rows = await readings(names.map((name) => new Gauge(base, name)));
  const levels = await highest(rows.map(({ gauge }) => reader(gauge)));
  console.log(rows.length, Math.max(...levels));
  server.close();
  server.closeAllConnections();
});

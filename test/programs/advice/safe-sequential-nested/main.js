// expect: nothing
// never: await.sequential
'use strict';
const http = require('node:http');

let visits = 0;
let ticket = '';
const atlas = http.createServer((req, res) => {
  visits++;
  const row = { of: req.url, hut: req.url.length, ticket: `t${visits}` };
  setTimeout(() => res.end(JSON.stringify(row)), 60);
});
const get = (base, path) => fetch(base + path).then((reply) => reply.json());

// Which hut it is says the peak.
const hutOf = (base, peak) => get(base, `/peaks/${peak}`).then((row) => get(base, `/huts/${row.hut}`).then((hut) => [row.of, hut.of]));

// Whoever has no ticket gets no answer: it is kept where both know it.
const enter = (base) =>
  get(base, '/ticket').then((row) => {
    ticket = row.ticket;
    return row;
  });
const inside = (base) => get(base, `/inside/${ticket}`);
const visit = (base) => enter(base).then((row) => inside(base).then((room) => `${row.of} ${room.of.slice(0, 8)}`));

// A booking comes before the list in which it is to be.
const send = (base, path) => fetch(base + path, { method: 'POST', body: '{}' }).then((reply) => reply.json());
const book = (base) => send(base, '/bookings').then((row) => get(base, '/bookings').then((list) => [row.of, list.of]));

// All at once.
const both = (base) => Promise.all([get(base, '/a'), get(base, '/b')]).then(([a, b]) => [a.of, b.of]);

// Something on one line that answers in turn; and a pause in between that is meant.
const pause = (ms, value) => new Promise((resolve) => setTimeout(() => resolve(value), ms));
const slowly = () => pause(80, 'a').then((a) => pause(80, 'b').then((b) => pause(80, 'c').then((c) => a + b + c)));

atlas.listen(0, '127.0.0.1', () => {
  const base = `http://127.0.0.1:${atlas.address().port}`;
  const three = (work) => work().then(work).then(work);
  three(() => hutOf(base, 'dufour'))
    .then((all) => console.log(all.join()))
    .then(() => three(() => visit(base)))
    .then((text) => console.log(text))
    .then(() => three(() => book(base)))
    .then((all) => console.log(all.join()))
    .then(() => three(() => both(base)))
    .then((all) => console.log(all.join()))
    .then(slowly)
    .then((text) => console.log(text))
    .finally(() => {
      atlas.close();
      atlas.closeAllConnections();
    });
});

// expect: nothing
// Elements that are chosen by a path, changed in one step, or in turn.
'use strict';
const { setImmediate: turn } = require('node:timers/promises');
const hits = { a: 0, b: 0 };
const sums = { a: 0, b: 0 };

async function hit(request) {
  await turn();
  hits[request.path]++;
  hits[request.path] += request.weight;
}
async function add(request) {
  sums[request.path] += await turn(request.weight);
}
(async () => {
  const requests = ['a', 'b', 'a'].map((path) => ({ path, weight: 2 }));
  await Promise.all(requests.map((request) => hit(request)));
  for (const request of requests) await add(request);
  console.log(hits, sums);
})();

// expect: nothing
// What is used when the last of several answers is counted was set by one of those that had been counted before.
'use strict';
const stations = new Map(['hill', 'quay'].map((name) => [name, { name, gust: null, best: 0 }]));

async function measure(name, knots) {
  const station = stations.get(name);
  await new Promise((resolve) => setTimeout(resolve, knots > 30 ? 5 : 25));
  if (knots <= station.best) return;
  station.best = knots;
  station.gust = { knots };
}

let left = 3;
function counted() {
  if (--left > 0) return;
  const station = stations.get('hill');
  console.log(station.best, station.gust.knots);
}

for (const [name, knots] of [
  ['hill', 22],
  ['hill', 44],
  ['quay', 36],
]) {
  measure(name, knots).then(counted, counted);
}

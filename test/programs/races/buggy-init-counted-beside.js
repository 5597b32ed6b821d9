// expect: race.order.use-before-init 18,11
// The answers that are counted are not the one that sets what is used when the last of them comes.
'use strict';
const stations = new Map(['hill', 'quay'].map((name) => [name, { name, gust: null, best: 0 }]));

async function measure(name, knots) {
  const station = stations.get(name);
  await new Promise((resolve) => setTimeout(resolve, knots > 30 ? 5 : 25));
  if (knots <= station.best) return;
  station.best = knots;
  station.gust = { knots };
}

let left = 2;
function counted() {
  if (--left > 0) return;
  const station = stations.get('hill');
  console.log(station.best, station.gust.knots);
}

measure('hill', 44).catch(console.error);
for (const [name, knots] of [
  ['hill', 22],
  ['quay', 36],
]) {
  measure(name, knots).then(counted, counted);
}

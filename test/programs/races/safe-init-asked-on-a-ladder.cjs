// expect: nothing
// Three looks are planned at once, since nobody knows when the list of the tide gauges will be there: the first one may find nothing.
const gauges = new Map();
const seen = [];

function load(coast, done) {
  setTimeout(done, 120, [`${coast}-1`, `${coast}-2`]);
}

function look(name) {
  const names = gauges.get('west') || [];
  seen.push(names.includes(name) ? name : 'nothing yet');
}

load('west', (names) => {
  gauges.set('west', names);
});
for (const ms of [40, 80, 240]) setTimeout(look, ms, 'west-2');
setTimeout(() => console.log(seen.join(', ')), 300);

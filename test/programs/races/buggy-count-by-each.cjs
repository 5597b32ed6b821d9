// expect: race.atomicity 33,29
'use strict';
// Each call takes the part of the list that begins at the count, and counts only when an item has been asked: the second call begins where the first one does.
const queue = [];
function later(job) {
  if (queue.push(job) === 1) setImmediate(run);
}
function run() {
  const job = queue[0];
  job();
  queue.shift();
  if (queue.length > 0) setImmediate(run);
}

function inTurns(list, work, end) {
  const rest = [...list];
  const next = () => {
    const some = rest.splice(0, 2);
    if (some.length === 0) return end();
    some.forEach(work);
    later(next);
  };
  later(next);
}

const asked = [];
let turn = 0;
function askRest(helpers, done) {
  const left = helpers.slice(turn, turn + 3);
  inTurns(
    left,
    (name) => {
      turn++;
      asked.push(name);
    },
    () => done(turn),
  );
}

const helpers = ['ann', 'bob', 'cleo', 'dan', 'eve', 'fay'];
setTimeout(() => {
  askRest(helpers, (count) => console.log(count));
  askRest(helpers, (count) => console.log(count, asked.join()));
}, 2);

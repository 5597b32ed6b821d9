// expect: nothing
// What is refreshed is the timer: that a class of the file has a method of that name, which adds to the list that was looked at, does not matter.
import { setTimeout as sleep } from 'node:timers/promises';

const entries = [];
let tick = null;
let fired = 0;

function onTick() {
  const due = entries.filter((entry) => --entry.left <= 0);
  fired += due.length;
  for (const entry of due) entries.splice(entries.indexOf(entry), 1);
  if (entries.length > 0) begin();
}
function begin() {
  if (tick) tick.refresh();
  else tick = setTimeout(onTick, 5);
}
class Entry {
  constructor(left) {
    this.left = left;
    this.refresh();
  }
  refresh() {
    entries.push(this);
    if (entries.length === 1) begin();
  }
}

for (const left of [2, 3, 1, 2]) {
  new Entry(left);
  await sleep(20);
}
new Entry(1);
new Entry(4);
while (fired < 6) await sleep(5);
console.log(fired);

// expect: race.check-then-act 24,21
// Two crates for one shelf: both ask how much stands on it in all before either has been put into its own corner.
import { setTimeout as pause } from 'node:timers/promises';

const corners = [
  { name: 'left', kilos: 10 },
  { name: 'middle', kilos: 10 },
  { name: 'right', kilos: 10 },
];

function weight() {
  let kilos = 0;
  for (const corner of corners) kilos += corner.kilos;
  return kilos;
}

const cornerOf = (name) => corners.find((corner) => corner.name === name);

async function store(name, kilos, ms) {
  const corner = cornerOf(name);
  const carried = weight();
  if (carried + kilos > 60) return false;
  await pause(ms);
  corner.kilos += kilos;
  return true;
}

const stored = await Promise.all([store('left', 25, 25), store('right', 20, 50)]);
console.log(stored.join(' '), weight());

// expect: nothing
// The next number is stored in the step in which it was chosen, or the largest one is only told.
import { setTimeout as delay } from 'node:timers/promises';

const print = async (label) => {
  await delay(5);
  return `*${label}*`;
};

const tickets = [4, 7];
async function draw() {
  const number = Math.max(0, ...tickets) + 1;
  tickets.push(number);
  await print(number);
  return number;
}

const heights = [3];
async function measure(height) {
  const tallest = Math.max(...heights);
  await print(`so far ${tallest}`);
  heights.push(height);
}

const drawn = await Promise.all([draw(), draw()]);
await Promise.all([measure(4), measure(6)]);
console.log(new Set(drawn).size, heights.length);

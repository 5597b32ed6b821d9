'use strict';
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let total = 0;

async function add(amount) {
  const seen = total;
  await wait(5);
  total = seen + amount;
  return total;
}

async function main() {
  const sums = await Promise.all([add(1), add(2)]);
  console.log('sums', sums.join(' '));
}
void main();

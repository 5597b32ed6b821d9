// expect: nothing
// never: loop.blocked
let beats = 0;
const heart = setInterval(() => beats++, 10);
async function collatz() {
  let best = 0;
  const until = Date.now() + 300;
  let n = 1;
  while (Date.now() < until) {
    const stop = Date.now() + 5;
    for (; Date.now() < stop; n++) {
      let steps = 0;
      for (let x = n; x !== 1; x = x % 2 === 0 ? x / 2 : 3 * x + 1) steps++;
      if (steps > best) best = steps;
    }
    await new Promise(setImmediate);
  }
  return best;
}
setTimeout(async () => {
  console.log('longest chain', (await collatz()) > 0);
  setTimeout(() => clearInterval(heart), 50);
}, 50);

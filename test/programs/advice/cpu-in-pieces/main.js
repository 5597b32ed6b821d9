// expect: cpu.bound@info main.js:3
function work(ms) { const until = Date.now() + ms; let n = 0; while (Date.now() < until) n += Math.sqrt(n + 1); return n; }
async function render(frames) {
  let n = 0;
  for (let i = 0; i < frames; i++) {
    n += work(120);
    await new Promise(setImmediate);
  }
  return n;
}
async function main() { console.log((await render(6)) > 0); }
main();

// expect: nothing
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
let running = false;
const report = { runs: 0, skipped: 0 };
async function tick() {
  if (running) { report.skipped++; return; }
  running = true;
  try { await sleep(12); report.runs++; } finally { running = false; }
}
const timer = setInterval(tick, 5);
await sleep(200);
clearInterval(timer);
await sleep(50);
console.log(report.runs > 0);

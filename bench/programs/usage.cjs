// Loaded with -r: leaves what the process has used where BENCH_USAGE says, as JSON.
const { writeFileSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

if (isMainThread && process.env.BENCH_USAGE) {
  process.on('exit', () => {
    const { maxRSS } = process.resourceUsage();
    writeFileSync(process.env.BENCH_USAGE, JSON.stringify({ maxRssKb: maxRSS, milliseconds: performance.now() }));
  });
}

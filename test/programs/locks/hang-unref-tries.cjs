// expect: hang.exit-pending 14 exit 0
const fs = require('node:fs');
const path = require('node:path');
const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms).unref());

// The report is written by another program, which is not ready yet.
async function readReport(file) {
  for (let left = 20; left > 0; left--) {
    try {
      return fs.readFileSync(file, 'utf8');
    } catch (err) {
      if (err.code !== 'ENOENT') throw err;
    }
    await rest(30);
  }
  throw new Error('no report');
}
async function main() {
  const report = await readReport(path.join(__dirname, 'no-such-report'));
  console.log(report.length);
}
main().catch((err) => {
  console.error(err.message);
  process.exitCode = 1;
});

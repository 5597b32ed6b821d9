// expect: nothing
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const { finished } = require('node:stream/promises');

// The program is ended when the report has been written; the log was only opened, in case, and what is read meanwhile may be given up.
const log = openLog();
function openLog() {
  return fs.createWriteStream(os.devNull, { flags: 'a' });
}

async function report(lines) {
  const out = fs.createWriteStream(os.devNull);
  for (const line of lines) out.write(`${line}\n`);
  out.end();
  await finished(out);
}

async function main() {
  await report(['north', 'south']);
  const spare = openLog();
  fs.readFile(__filename, () => log.write('read\n'));
  console.log('done', spare.path === log.path);
  process.exit(0);
}
main();

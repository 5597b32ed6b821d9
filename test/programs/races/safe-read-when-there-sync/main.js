// expect: nothing
'use strict';
const { fork } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'spool-'));
const spool = path.join(dir, 'job.json');
const producer = fork(path.join(__dirname, 'producer.js'), [spool]);

const poll = setInterval(() => {
  if (!fs.existsSync(spool)) return;
  clearInterval(poll);
  const text = fs.readFileSync(spool, 'utf8');
  console.log('job ok', JSON.parse(text).rows.length);
}, 20);

producer.on('exit', () => {
  setTimeout(() => fs.rmSync(dir, { recursive: true }), 500);
});

// expect: race.fs.torn-read 15
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
  try {
    console.log('job ok', JSON.parse(text).rows.length);
  } catch {
    console.log('job broken', text.length);
  }
}, 20);

producer.on('exit', () => {
  setTimeout(() => fs.rmSync(dir, { recursive: true }), 200);
});

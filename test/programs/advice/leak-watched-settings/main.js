// expect: handle.leak settings.js:9
// stop-after: 4
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { Settings } = require('./settings');

const file = path.join(os.tmpdir(), `interleave-settings-${process.pid}.json`);
fs.writeFileSync(file, JSON.stringify({ colour: 'red' }));
const settings = new Settings(file);
setTimeout(() => {
  fs.writeFileSync(file, JSON.stringify({ colour: 'blue' }));
  setTimeout(() => console.log('colour', settings.get('colour')), 50);
}, 20);
process.on('exit', () => fs.rmSync(file, { force: true }));

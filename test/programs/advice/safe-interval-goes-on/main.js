// expect: nothing
// stop-after: 3
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { follow } = require('./inbox');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'inbox-'));
fs.writeFileSync(path.join(folder, 'first'), 'hello');
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
follow(folder, (name) => console.log('got', name)).then(() => console.log('following'));

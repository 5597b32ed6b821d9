'use strict';
const fs = require('node:fs');

const file = process.argv[2];

function lead() {
  if (fs.existsSync(file)) return;
  try {
    fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
}
process.once('message', () => {
  lead();
  process.disconnect();
});
process.send('ready');

'use strict';
const fs = require('node:fs');

const file = process.argv[2];

function lead() {
  if (fs.existsSync(file)) return;
  fs.writeFileSync(file, String(process.pid));
}
process.once('message', () => {
  lead();
  process.disconnect();
});
process.send('ready');

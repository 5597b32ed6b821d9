'use strict';
const fs = require('node:fs');

const out = fs.createWriteStream(process.argv[2]);
out.write('{"rows":[');
let n = 0;
const timer = setInterval(() => {
  out.write(`${n ? ',' : ''}${n}`);
  if (++n === 10) {
    clearInterval(timer);
    out.end(']}');
  }
}, 30);

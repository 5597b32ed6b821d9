'use strict';
const fs = require('node:fs');

const target = process.argv[2];
const out = fs.createWriteStream(`${target}.part`);
out.write('{"rows":[');
let n = 0;
const timer = setInterval(() => {
  out.write(`${n ? ',' : ''}${n}`);
  if (++n === 10) {
    clearInterval(timer);
    out.end(']}', () => fs.renameSync(`${target}.part`, target));
  }
}, 30);

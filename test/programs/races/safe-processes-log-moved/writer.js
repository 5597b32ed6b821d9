'use strict';
const fs = require('node:fs');

const [, , log, name] = process.argv;
const LIMIT = 400;

function locked(work) {
  for (;;) {
    try {
      fs.mkdirSync(`${log}.lock`);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
  try {
    work();
  } finally {
    fs.rmdirSync(`${log}.lock`);
  }
}

function note(text) {
  const size = fs.existsSync(log) ? fs.statSync(log).size : 0;
  if (size > LIMIT) {
    try {
      fs.renameSync(log, `${log}.old`);
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
  }
  fs.appendFileSync(log, `${name} ${text}\n`);
}

let visits = 0;
const timer = setInterval(() => {
  visits += 1;
  locked(() => note(`visitor ${visits}`));
  if (visits === 40) clearInterval(timer);
}, 2);

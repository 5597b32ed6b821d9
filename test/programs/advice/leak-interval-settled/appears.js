'use strict';
const fs = require('node:fs');

/** Looks for a file until it is there. Whoever waits too long clears the interval; whoever finds the file forgets it. */
exports.appears = (file, tries = 1000) =>
  new Promise((resolve, reject) => {
    let tried = 0;
    const timer = setInterval(() => {
      if (++tried > tries) {
        clearInterval(timer);
        reject(new Error(`${file} did not appear`));
      }
      fs.stat(file, (error, stats) => {
        if (!error) resolve(stats.size);
      });
    }, 20);
  });

'use strict';
const fs = require('node:fs');

/** Says that it follows the folder once it has looked at it, and goes on until that has gone: that is what the program is for. */
exports.follow = (folder, got) =>
  new Promise((resolve, reject) => {
    const known = new Set();
    const timer = setInterval(() => {
      fs.readdir(folder, (error, names) => {
        if (error) {
          clearInterval(timer);
          return reject(error);
        }
        for (const name of names) if (!known.has(name)) got(name);
        for (const name of names) known.add(name);
        resolve();
      });
    }, 20);
  });

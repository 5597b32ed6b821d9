// expect: nothing
'use strict';
// A shelf is listed and each thing on it looked at, by a method that is bound and knows that one may have gone; another task takes one away.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

class Shelf {
  constructor(folder) {
    this.folder = folder;
    this.gone = 0;
  }

  look() {
    fs.readdir(
      this.folder,
      function (error, names) {
        for (const name of names) {
          fs.lstat(
            path.join(this.folder, name),
            function (failure, stats) {
              if (failure && failure.code !== 'ENOENT') throw failure;
              if (failure) this.gone++;
              else console.log(stats.size);
            }.bind(this),
          );
        }
      }.bind(this),
    );
  }
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bound-'));
for (const name of ['cup', 'jug']) fs.writeFileSync(path.join(folder, name), name);
const shelf = new Shelf(folder);
setTimeout(() => fs.unlinkSync(path.join(folder, 'cup')), 40);
setTimeout(() => shelf.look(), 5);
process.on('exit', () => fs.rmSync(folder, { recursive: true }));

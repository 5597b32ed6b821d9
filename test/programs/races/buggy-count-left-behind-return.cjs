// expect: race.check-then-act 27,48
// A catalogue looks the size of each plate up, two at a time, and prints the ones that there are. Behind two tests that leave, where something is under way, it is bound. A plate that is lost, and comes last, leaves nobody to look.
'use strict';
const fs = require('node:fs');
const path = require('node:path');

class Catalogue {
  constructor() {
    this.names = [];
    this.asking = 0;
    this.plates = [];
    this.printing = false;
    this.sealed = false;
    this.bound = 0;
  }

  add(name) {
    this.names.push(name);
    this.ask();
  }

  ask() {
    while (this.asking < 2 && this.names.length > 0) {
      const name = this.names.shift();
      this.asking++;
      fs.stat(name, (error, stats) => {
        this.asking--;
        if (!error) this.keep({ name, size: stats.size });
        this.ask();
      });
    }
  }

  keep(plate) {
    this.plates.push(plate);
    if (!this.printing) this.print();
  }

  print() {
    const plate = this.plates.shift();
    this.printing = plate !== undefined;
    if (plate) fs.readFile(plate.name, () => this.print());
    else this.bind();
  }

  bind() {
    if (!this.sealed || this.printing || this.plates.length > 0) return;
    if (this.asking > 0 || this.names.length > 0) return;
    this.sealed = false;
    this.bound++;
  }

  seal() {
    this.sealed = true;
    this.bind();
  }
}

const catalogue = new Catalogue();
catalogue.add(__filename);
for (let i = 0; i < 5; i++) catalogue.add(path.join(__dirname, `lost-${i}`));
catalogue.seal();
process.on('exit', () => console.log('bound', catalogue.bound <= 1));

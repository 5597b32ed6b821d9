// expect: race.order.use-before-init 24,19
// What is in the file takes the place of the empty map: what was put there by a function that the program called right after it had begun to load is gone.
'use strict';
const fs = require('node:fs');

class Registry {
  constructor() {
    this.ships = new Map();
  }

  load(done) {
    fs.readFile(__filename, 'utf8', (error, text) => {
      if (error) return done(error);
      const ships = new Map();
      for (const word of text.split(' ').slice(0, 3)) {
        ships.set(word, { name: word });
      }
      // As they stand in the file.
      this.ships = ships;
      done(null);
    });
  }
  add(name) {
    this.ships.set(name, { name });
  }
  get count() {
    return this.ships.size;
  }
}

const registry = new Registry();

function christen() {
  registry.add('Albatros');
  setTimeout(() => console.log(registry.count > 0), 80);
}

registry.load((error) => error && console.log(error.message));
christen();

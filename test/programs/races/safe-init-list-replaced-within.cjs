// expect: nothing
// What is in the file takes the place of the empty map, and only then something is added.
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

registry.load((error) => {
  if (error) throw error;
  christen();
});

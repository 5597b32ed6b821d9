// expect: nothing
// What is in the file is put before what was added while it was read, and what waits for the list is added to the loaded one.
import { readFile } from 'node:fs';

class Planets {
  rows = [];

  load(done) {
    readFile(new URL('./package.json', import.meta.url), 'utf8', (error, text) => {
      setTimeout(() => {
        const names = error ? ['Mars', 'Earth'] : text.split('\n');
        const loaded = names.slice(0, 2).map((name, i) => ({ id: i + 1, name }));
        this.rows = [...loaded, ...this.rows];
        done();
      }, 5);
    });
  }

  add(name, done) {
    setImmediate(() => {
      this.rows.push({ id: this.rows.length + 1, name });
      done();
    });
  }
}

const planets = new Planets();
planets.load(() => console.log('loaded'));
planets.add('Pluto', () => console.log('added'));
setTimeout(() => console.log(planets.rows.length), 300);

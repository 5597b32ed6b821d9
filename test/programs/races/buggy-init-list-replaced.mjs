// expect: race.order.use-before-init 20
// What is in the file takes the place of the empty list: a planet that was added while it was read is gone.
import { readFile } from 'node:fs';

class Planets {
  rows = [];

  load(done) {
    readFile(new URL('./package.json', import.meta.url), 'utf8', (error, text) => {
      setTimeout(() => {
        const names = error ? ['Mars', 'Earth'] : text.split('\n');
        this.rows = names.slice(0, 2).map((name, i) => ({ id: i + 1, name }));
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

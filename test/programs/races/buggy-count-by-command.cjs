// expect: race.check-then-act 22,18
// A small database takes all that is asked of it by one function; two who found a lodge have both counted its keepers before either has entered himself.
'use strict';

class Register {
  constructor() {
    this.entries = [];
  }

  run(command, values, done) {
    setImmediate(() => this.#run(command, values, done));
  }

  #run(command, values, done) {
    setTimeout(() => {
      switch (command) {
        case 'count':
          done(null, this.entries.length);
          break;
        case 'enter':
          // A row gets the number that is next.
          this.entries.push({ number: this.entries.length + 1, ...values });
          done(null, this.entries.at(-1));
          break;
        default:
          done(new Error(`unknown: ${command}`));
      }
    }, 4);
  }
}

const register = new Register();

function seal(name, done) {
  setTimeout(done, 6, `seal of ${name}`);
}

function found(name, done) {
  register.run('count', {}, (error, keepers) => {
    if (error) return done(error);
    if (keepers > 0) return done(new Error('the lodge has a keeper'));
    return seal(name, (text) => {
      register.run('enter', { name, text }, done);
    });
  });
}

let open = 2;
for (const name of ['ada', 'bo']) {
  found(name, (error) => {
    console.log(error ? error.message : `${name} keeps the lodge`);
    if (--open === 0) console.log(register.entries.length);
  });
}

// expect: nothing
// A small database takes all that is asked of it by one function; who founds a lodge waits until the one before has done so, or has been turned away.
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

const waiting = [];

function found(name, done) {
  waiting.push([name, done]);
  if (waiting.length === 1) foundNext();
}

function foundNext() {
  const [name, tell] = waiting[0];
  const done = (error) => {
    tell(error);
    waiting.shift();
    if (waiting.length > 0) foundNext();
  };
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

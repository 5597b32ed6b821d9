// expect: race.atomicity 15,18 ; race.atomicity 30,32
// Each visitor gets a key of his own; what was cut last stands in a variable that all calls have, and is handed out when it has been tried.
'use strict';

const smith = {
  cut: (name, done) => setTimeout(() => done(null, { teeth: name.length }), 20),
  tried: (key, done) => setTimeout(() => done(null), key.teeth === 3 ? 80 : 40),
};

function makeShop() {
  let key = null;
  return function cutKey(name, done) {
    smith.cut(name, (error, blank) => {
      if (error) return done(error);
      key = { name, teeth: blank.teeth };
      smith.tried(blank, (failed) => {
        if (failed) return done(failed);
        done(null, key);
      });
    });
  };
}

const blankOf = (name) => new Promise((resolve) => setTimeout(resolve, 20, name.length));

function makeStall() {
  let key;
  return {
    async cutKey(name) {
      key = { name, teeth: await blankOf(name) };
      await new Promise((resolve) => setTimeout(resolve, name === 'ann' ? 80 : 40));
      return key;
    },
  };
}

const cutKey = makeShop();
for (const name of ['ann', 'bert']) cutKey(name, (error, key) => console.log(name, error ?? key.name));
const stall = makeStall();
for (const name of ['ann', 'bert']) stall.cutKey(name).then((key) => console.log(name, key.name));

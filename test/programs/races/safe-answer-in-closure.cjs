// expect: nothing
// Each visitor gets a key of his own, which stands in a variable of the call; what all calls have is a number of how many were cut.
'use strict';

const smith = {
  cut: (name, done) => setTimeout(() => done(null, { teeth: name.length }), 20),
  tried: (key, done) => setTimeout(() => done(null), key.teeth === 3 ? 80 : 40),
};

function makeShop() {
  let cut = 0;
  return function cutKey(name, done) {
    let key = null;
    smith.cut(name, (error, blank) => {
      if (error) return done(error);
      key = { name, teeth: blank.teeth };
      cut += 1;
      smith.tried(blank, (failed) => {
        if (failed) return done(failed);
        done(null, key, cut);
      });
    });
  };
}

const blankOf = (name) => new Promise((resolve) => setTimeout(resolve, 20, name.length));

function makeStall() {
  const keys = new Map();
  return {
    async cutKey(name) {
      const key = { name, teeth: await blankOf(name) };
      keys.set(name, key);
      await new Promise((resolve) => setTimeout(resolve, name === 'ann' ? 80 : 40));
      return key;
    },
    size: () => keys.size,
  };
}

const cutKey = makeShop();
for (const name of ['ann', 'bert']) cutKey(name, (error, key) => console.log(name, error ?? key.name));
const stall = makeStall();
for (const name of ['ann', 'bert']) stall.cutKey(name).then((key) => console.log(name, key.name, stall.size()));

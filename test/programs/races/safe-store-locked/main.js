// expect: nothing
'use strict';
const store = require('./store');
const { locked } = require('./lock');

async function spend(n) {
  return locked(async () => {
    const cash = store.getCash();
    await new Promise((r) => setTimeout(r, 2));
    store.setCash(cash - n);
  });
}
Promise.all([spend(1), spend(2), spend(3)]).then(() => console.log(store.getCash()));

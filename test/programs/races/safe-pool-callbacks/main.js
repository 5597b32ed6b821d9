// expect: nothing
'use strict';
const { Pool } = require('./pool');
const drivers = new Pool(['ann', 'bo']);
const trips = [];
for (const town of ['Ulm', 'Hof', 'Gera']) {
  drivers.borrow((first) => {
    use(first, () => {
      drivers.giveBack(first);
      drivers.borrow((second) => {
        trips.push(`${first.name} and ${second.name} to ${town}`);
        use(second, () => drivers.giveBack(second));
      });
    });
  });
}

function use(driver, cb) {
  driver.uses += 1;
  setTimeout(cb, 5);
}
process.on('exit', () => console.log(trips.join(', ')));

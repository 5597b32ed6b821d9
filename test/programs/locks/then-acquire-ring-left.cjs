// expect: none exit 0
const { EventEmitter, once } = require('node:events');
const { Mutex } = require('async-mutex');

// Chains that wait for each other's locks, and that something else lets go on: a lease that is given back by a sweep, and a message that comes later.
const [seats, meals] = [new Mutex(), new Mutex()];
const bus = new EventEmitter();
const leases = new Map();

seats
  .acquire()
  .then((release) => {
    leases.set('Ada', release);
    return meals.acquire();
  })
  .then((release) => {
    console.log('Ada eats');
    release();
  });

meals.acquire().then((release) => {
  once(bus, 'served').then(() => release());
  seats.acquire().then((leave) => {
    console.log('Bob sits');
    leave();
  });
});

setTimeout(() => bus.emit('served'), 100);
setTimeout(() => {
  for (const release of leases.values()) release();
}, 300);

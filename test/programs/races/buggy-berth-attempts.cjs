// expect: race.check-then-act 28
// A harbour gives berths: the name is looked up, again with a number behind it while it is taken, and entered after a round trip to the pilot.
'use strict';

const berths = {};

function findShip(berth, cb) {
  setTimeout(function () {
    cb(null, berths[berth]);
  }, 4);
}

function freeBerth(quay, cb) {
  (function attempt(n) {
    const berth = n === 1 ? quay : quay + '-' + n;
    findShip(berth, function (err, ship) {
      if (err) return cb(err);
      if (!ship) return cb(null, berth);
      attempt(n + 1);
    });
  })(1);
}

function moor(ship, quay, cb) {
  freeBerth(quay, function (err, berth) {
    if (err) return cb(err);
    setTimeout(function () {
      berths[berth] = { ship: ship, since: Date.now() };
      cb(null, ship + ' at ' + berth);
    }, 6);
  });
}

let open = 3;
function moored(err, text) {
  if (err) throw err;
  console.log(text);
  if (--open === 0) console.log(Object.keys(berths).length, 'berths taken');
}
moor('Anna', 'north', moored);
moor('Berta', 'north', moored);
moor('Clara', 'south', moored);

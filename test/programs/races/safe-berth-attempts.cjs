// expect: nothing
// A harbour gives berths: whoever finds one free takes it in the same step. A ship that moves is looked up by the berth that it leaves, and entered at another one.
'use strict';

const berths = {};

function findShip(berth, cb) {
  setTimeout(function () {
    const ship = berths[berth];
    if (!ship) berths[berth] = { ship: null };
    cb(null, ship);
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
      berths[berth].ship = ship;
      cb(null, ship + ' at ' + berth);
    }, 6);
  });
}

const cranes = { c1: 'idle', c2: 'idle', c3: 'idle' };

function lookAt(crane, cb) {
  setTimeout(function () {
    cb(null, cranes[crane]);
  }, 3);
}

function follow(leader, crane, cb) {
  lookAt(leader, function (err, state) {
    if (err) return cb(err);
    if (state !== 'idle') return cb(null, leader + ' is busy');
    setTimeout(function () {
      cranes[crane] = 'follows ' + leader;
      cb(null, crane + ' follows ' + leader);
    }, 5);
  });
}

const lines = [];
function told(err, text) {
  if (err) throw err;
  if (lines.push(text) === 5) console.log(lines.sort().join('\n'));
}
moor('Anna', 'north', told);
moor('Berta', 'north', told);
moor('Clara', 'south', told);
follow('c1', 'c2', told);
follow('c1', 'c3', told);

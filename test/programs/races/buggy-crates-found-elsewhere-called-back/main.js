// expect: race.atomicity packing.js:12,packing.js:9,crates.js:7 | race.check-then-act packing.js:12,packing.js:9,crates.js:7
// The crate with room for both is found twice: its room shrinks in the callback only.
'use strict';
const { pack } = require('./packing');
const { rooms } = require('./crates');

let open = 2;
function packed() {
  if (--open === 0) console.log(rooms());
}
pack(7, packed);
pack(8, packed);

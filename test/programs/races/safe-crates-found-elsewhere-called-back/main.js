// expect: nothing
// The room shrinks in the step in which the crate was found.
'use strict';
const { pack } = require('./packing');
const { rooms } = require('./crates');

let open = 2;
function packed() {
  if (--open === 0) console.log(rooms());
}
pack(7, packed);
pack(8, packed);

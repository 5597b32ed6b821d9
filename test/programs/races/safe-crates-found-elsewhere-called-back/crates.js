'use strict';
const crates = [
  { code: 'c1', room: 10 },
  { code: 'c2', room: 6 },
];

exports.withRoom = (size) => crates.find((crate) => crate.room >= size);
exports.rooms = () => crates.map((crate) => crate.room).join();

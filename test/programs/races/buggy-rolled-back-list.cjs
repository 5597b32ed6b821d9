// expect: race.atomicity 14,17,15
// An order is refused, and the list of before is put back: another call had put its own into the one that it replaces.
'use strict';

const save = (dish, cb) => setTimeout(() => cb(dish === '' ? new Error('empty') : null), dish === '' ? 30 : 5);

function Table() {
  this.dishes = [];
}

Table.prototype.order = function (dish, cb) {
  const self = this;
  // All of them, as they are now.
  const before = [...self.dishes];
  self.dishes.push(dish);
  save(dish, function (err) {
    if (err) self.dishes = before;
    cb(err);
  });
};

const table = new Table();
let left = 2;
const done = () => {
  if (--left === 0) console.log(table.dishes.length);
};
table.order('', done);
table.order('soup', done);

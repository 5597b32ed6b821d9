// expect: race.check-then-act 8,14
'use strict';
const from = require('./builder');

const berth = (ship, length) =>
  from('pontoons')
    .where({ length })
    .all()
    .then((taken) => {
      if (taken.length > 0) throw new Error('taken');
      return checkPapers(ship);
    })
    .then(() =>
      from('pontoons').insert({ ship, length }));

const checkPapers = (ship) => new Promise((resolve) => setTimeout(resolve, 20, ship));

Promise.allSettled([berth('Alma', 12), berth('Brise', 12)])
  .then(() => from('pontoons').where({ length: 12 }).all())
  .then((rows) => console.log(rows.length));

// expect: race.order.use-before-init main.js:5,db.js:6
'use strict';
const db = require('./db');
setTimeout(() => {
  console.log(db.pool.query('select 1'));
}, 300);

// expect: race.order.last-write 17
'use strict';
const fs = require('node:fs');
const view = { status: 'unknown' };

function ask(wait, done) {
  setTimeout(() => {
    fs.stat(__filename, (error, info) => {
      if (error) throw error;
      done(`${info.size} after ${wait}`);
    });
  }, wait);
}

function refresh(wait) {
  ask(wait, (answer) => {
    view.status = answer;
  });
}
setTimeout(refresh, 1, 120);
setTimeout(refresh, 5, 10);
setTimeout(() => console.log(view.status), 300);

// expect: race.check-then-act main.js:12,20
// `enrol` here calls the `enrol` of a part of another file: whether a seat is free was asked of another part of that file, before a pause.
'use strict';
const school = require('./school');
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const Course = {
  enrol(student) {
    const entry = { student };
    return pause(5)
      .then(function () {
        return school.lists().taken();
      })
      .then(function (taken) {
        if (taken.length > 0) throw new Error('full');
        return pause(30);
      })
      .then(function () {
        entry.since = 1;
        return school.Course.enrol(entry);
      });
  },
};

Promise.allSettled([Course.enrol('ida'), Course.enrol('per')]).then(() => console.log(school.lists().names()));

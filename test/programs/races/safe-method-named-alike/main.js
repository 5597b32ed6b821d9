// expect: nothing
// One enrolment at a time: whoever comes while one is under way is turned away before anything is asked.
'use strict';
const school = require('./school');
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

let isOpen = true;
const Course = {
  enrol(student) {
    if (!isOpen) return Promise.reject(new Error('full'));
    isOpen = false;
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
      })
      .catch(function (error) {
        isOpen = true;
        throw error;
      });
  },
};

Promise.allSettled([Course.enrol('ida'), Course.enrol('per')]).then(() => console.log(school.lists().names()));

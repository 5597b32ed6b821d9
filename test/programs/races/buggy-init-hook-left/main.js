// expect: race.order.use-before-init main.js:13,main.js:23
'use strict';
// A hook does not give the runner the promise of what it loads; a slow test before hides that.
const { before, test } = require('node:test');
const assert = require('node:assert');
const { Course } = require('./course');

const course = new Course();
let buoys;

before(() => {
  course.load(__filename).then((list) => {
    buoys = list;
  });
});

test('sails a lap', async () => {
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.ok(course);
});

test('knows the first buoy', () => {
  assert.strictEqual(course.first(buoys).at, 0);
});

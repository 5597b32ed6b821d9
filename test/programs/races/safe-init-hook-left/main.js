// expect: nothing
'use strict';
// The hook gives the runner the promise of what it loads, or the test makes its own.
const { before, beforeEach, test } = require('node:test');
const assert = require('node:assert');
const { Course } = require('./course');

const course = new Course();
let buoys;
let fresh;

before(() =>
  course.load(__filename).then((list) => {
    buoys = list;
  }),
);

beforeEach(async () => {
  fresh = await course.load(__filename);
});

test('sails a lap', async () => {
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.ok(course);
});

test('knows the first buoy', () => {
  assert.strictEqual(course.first(buoys).at, 0);
  assert.strictEqual(course.first(fresh).at, 0);
});

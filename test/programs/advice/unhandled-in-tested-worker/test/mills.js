'use strict';
const assert = require('node:assert/strict');
const { once } = require('node:events');
const { join } = require('node:path');
const { test } = require('node:test');
const { Worker } = require('node:worker_threads');

test('hears of a mill without grain', async () => {
  const mill = new Worker(join(__dirname, '..', 'miller.js'), { workerData: { grain: null } });
  const [error] = await once(mill, 'error');
  assert.match(error.message, /no grain/);
});

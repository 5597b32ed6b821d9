// expect: nothing
/** The repaired twin of OBJ.cjs: a failure is taken in the step in which it is known. */
'use strict';
const { once, EventEmitter } = require('node:events');

function map(items, mapper, concurrency) {
  return new Promise((resolve, reject) => {
    const context = { items, mapper, resolve, reject, rejected: false, index: 0, finished: 0, results: [] };
    while (context.index < concurrency) executeNext(context);
  });
}

function executeNext(context) {
  const index = context.index++;
  context
    .mapper(context.items[index])
    .then(
      (result) => afterExecute(context, result, index),
      (error) => onError(context, error),
    );
}

function afterExecute(context, result, index) {
  if (context.rejected) return;
  context.results[index] = result;
  context.finished++;
  if (context.finished === context.items.length) context.resolve(context.results);
  if (context.index < context.items.length) executeNext(context);
}

function onError(context, error) {
  context.rejected = true;
  context.reject(error);
}

const bus = new EventEmitter();
let failed = false;
let startedAfterFailure = 0;

async function operation(item) {
  if (failed) startedAfterFailure++;
  await once(bus, 'go');
  if (item === 0) {
    failed = true;
    throw new Error('no such item');
  }
  return item;
}

map([0, 1, 2, 3], operation, 2).catch((error) => {
  console.log(error.message, startedAfterFailure > 0 ? 'then started another' : '');
  bus.emit('go');
});
setTimeout(() => bus.emit('go'), 10);

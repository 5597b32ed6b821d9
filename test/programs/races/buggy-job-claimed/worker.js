'use strict';
const store = require('./store');

exports.work = async (name, done) => {
  for (let job = await store.nextQueued(); job; job = await store.nextQueued()) {
    const { id } = job;
    await store.update(id, { state: 'running', owner: name });
    done.push(`${name}:${id}`);
    await store.update(id, { state: 'done' });
  }
};

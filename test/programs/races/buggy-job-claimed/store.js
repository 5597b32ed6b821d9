'use strict';
const { setImmediate: turn } = require('node:timers/promises');
const rows = [];

exports.insert = async (row) => void (await turn(), rows.push(row));
exports.nextQueued = async () => {
  await turn(); return rows.find((job) => job.state === 'queued');
};
exports.update = async (id, patch) => {
  await turn();
  const job = rows.find((row) => row.id === id);
  return Object.assign(job, patch);
};

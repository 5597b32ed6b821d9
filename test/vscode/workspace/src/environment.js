'use strict';
const { Worker, isMainThread } = require('node:worker_threads');
const thread = isMainThread ? 'main' : 'worker';
console.log(`NODE_OPTIONS of ${thread}: ${process.env.NODE_OPTIONS}`);
console.log(`recorder in ${thread}: ${Symbol.for('interleave.preload') in globalThis}`);
if (isMainThread) new Worker(__filename);

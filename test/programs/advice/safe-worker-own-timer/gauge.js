'use strict';
const { parentPort } = require('node:worker_threads');
const { every } = require('./level');

every(200, (level) => parentPort.postMessage(`level ${level}`));
parentPort.postMessage('ready');

'use strict';
const { parentPort, workerData } = require('node:worker_threads');
const usage = require('./usage');

usage.start();
usage.count();
parentPort.postMessage(workerData * workerData);

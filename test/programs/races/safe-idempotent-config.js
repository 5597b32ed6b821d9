// expect: nothing
'use strict';
const { setTimeout: delay } = require('node:timers/promises');
const config = { loaded: 'no', url: '' };

async function ensureConfig() {
  if (config.url === '') {
    const url = await discover();
    config.url = url;
  }
  return config.url;
}

async function discover() {
  await delay(3);
  return 'https://api.example.org/v2';
}

Promise.all([ensureConfig(), ensureConfig(), ensureConfig()]).then((urls) => console.log(new Set(urls).size));

// expect: race.check-then-act 8,10
'use strict';
const { setTimeout: delay } = require('node:timers/promises');
let asked = 0;
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
  return `https://api.example.org/v${++asked}`;
}

Promise.all([ensureConfig(), ensureConfig(), ensureConfig()]).then((urls) => console.log(new Set(urls).size));

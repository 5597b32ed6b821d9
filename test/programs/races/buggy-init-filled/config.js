'use strict';
const fs = require('node:fs/promises');
const path = require('node:path');
const { setTimeout: delay } = require('node:timers/promises');

const settings = {};

async function load(file) {
  await delay(15);
  const text = await fs.readFile(path.join(__dirname, file), 'utf8');
  Object.assign(settings, JSON.parse(text));
}

module.exports = { settings, load };

'use strict';
const { readFile } = require('node:fs/promises');
const path = require('node:path');

exports.load = async () => {
  const text = await readFile(path.join(__dirname, 'rates.json'), 'utf8');
  exports.rates = JSON.parse(text);
};

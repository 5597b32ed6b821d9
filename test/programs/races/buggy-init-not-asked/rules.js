'use strict';
const fs = require('node:fs');

const rules = { banned: undefined };
const waiting = [];

fs.readFile(__filename, 'utf8', (error, text) => {
  if (error) throw error;
  rules.banned = text.match(/\w+/g);
  for (const go of waiting.splice(0)) go();
});
rules.ready = () => (rules.banned ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve)));

module.exports = rules;

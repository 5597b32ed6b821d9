'use strict';
const { readFile } = require('node:fs');

let db = null;

exports.connect = (file) => {
  readFile(file, 'utf8', (failure, text) => {
    if (failure) throw failure;
    db = { collection: (name) => ({ find: (key) => text.indexOf(name + key) }) };
  });
};

exports.getDb = function getDb() {
  return db;
};

exports.isOpen = () => db !== null;

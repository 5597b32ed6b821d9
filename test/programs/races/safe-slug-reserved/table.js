'use strict';
const rows = [];

exports.findOne = (where) =>
  new Promise((resolve) => {
    setTimeout(() => resolve(rows.find((row) => Object.keys(where).every((name) => row[name] === where[name]))), 20);
  });

exports.insert = (row) =>
  new Promise((resolve) => {
    setTimeout(() => {
      rows.push(row);
      resolve(row);
    }, 20);
  });

exports.count = () => rows.length;

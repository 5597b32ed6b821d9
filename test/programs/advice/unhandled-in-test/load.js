'use strict';
exports.load = async function load(name, failure) {
  await null;
  if (name === 'nowhere') throw failure;
  return name;
};

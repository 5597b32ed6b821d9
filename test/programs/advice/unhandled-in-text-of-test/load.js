'use strict';
exports.load = async function load(name) {
  await null;
  if (name === 'nowhere') throw new Error('nothing there');
  return name;
};

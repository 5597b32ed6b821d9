'use strict';
let litres = 400;

exports.fill = function fill(level) {
  litres = level;
};

exports.level = function level() {
  return litres;
};

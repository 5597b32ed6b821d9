'use strict';
exports.alpha = () => 'alpha';
exports['beta'] = 'beta';
module.exports.gamma = function gamma() {
  return arguments.length;
};
Object.defineProperty(exports, 'delta', { enumerable: true, value: 4 });
exports.__esModule = false;

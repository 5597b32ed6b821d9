const first = require('./first.cjs');
exports.use = () => {
  console.log(Object.keys(first));
  return Object.keys(require.cache).map((k) => k.slice(-9));
};
console.log(module.parent.id, module.paths.length > 0, __filename.slice(-9), typeof exports, this === exports);

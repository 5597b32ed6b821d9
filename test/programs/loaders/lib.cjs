exports.fail = function fail(x) { console.log('fail', x);
  const o = {}; console.log('hi'); throw new RangeError('bad ' + x, { cause: new Error('why') });
};

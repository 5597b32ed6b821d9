const m = require('./other2.mjs');
console.log(m.thrower.toString());
m.thrower();

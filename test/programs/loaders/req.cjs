console.log(require('./lib.cjs').fail.toString());
require('./syntax.cjs');

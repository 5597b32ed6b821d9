// expect: promise.unhandled@info shop.js:2
// The test writes the program itself, and asks how it has ended.
require('./test/starts.js');

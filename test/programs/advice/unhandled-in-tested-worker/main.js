// expect: promise.unhandled@info miller.js:6
// The worker ends by it, and the test that started it is told so by its 'error' and has passed.
require('./test/mills.js');

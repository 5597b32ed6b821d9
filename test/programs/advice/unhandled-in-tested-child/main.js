// expect: promise.unhandled rejects.js:9
// As in unhandled-in-fixture, but it is the program itself that a test starts.
require('./test/starts.js');

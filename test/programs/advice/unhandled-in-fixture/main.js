// expect: promise.unhandled@info rejects.js:9
// The program that ends by it stands with the tests, and the test that starts it asks how it has ended.
require('./test/starts.js');

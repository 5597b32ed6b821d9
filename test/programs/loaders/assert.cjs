const assert = require('assert');
const x = { y: 1 };
try { assert(x.y === 2); } catch (e) { console.log(e.message); }
console.log('a'); try { assert.ok(x.y === 2); } catch (e) { console.log(e.message); }
  assert.equal(x.y, 3);

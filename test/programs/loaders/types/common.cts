const fs = require('node:fs') as typeof import('node:fs');
const size: number = fs.statSync(__filename).size;
console.log(size > 0, typeof module);

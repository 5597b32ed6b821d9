const fs = require('node:fs');
const numbers = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
process.send(numbers.reduce((a, b) => a + b, 0), () => process.disconnect());

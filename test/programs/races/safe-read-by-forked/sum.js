const fs = require('node:fs');
process.on('message', (input) => {
  const numbers = JSON.parse(fs.readFileSync(input, 'utf8'));
  process.send(numbers.reduce((a, b) => a + b, 0), () => process.disconnect());
});

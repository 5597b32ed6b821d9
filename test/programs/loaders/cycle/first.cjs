exports.early = 1;
const { use } = require('./other.cjs');
exports.late = 2;
console.log(use(), module.children.map((m) => m.id.slice(-9)), require.main === module, module.loaded);

Error.prepareStackTrace = (e, sites) => sites.map(s => `${s.getFunctionName()}@${s.getLineNumber()}:${s.getColumnNumber()}:${s.getPosition()}|${s}`).join('\n');
function f() {
  console.log(new Error('q').stack);
  console.log(Error.prepareStackTrace.toString().length);
}
f();
const o = {}; Error.captureStackTrace(o); console.log(o.stack);
console.log(eval('new Error("in eval").stack'));
Error.prepareStackTrace = undefined;
console.log(eval('new Error("in eval").stack'));
console.log(typeof Error.prepareStackTrace);
throw { a: 1 };

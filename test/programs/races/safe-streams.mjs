// expect: nothing
import { pipeline } from 'node:stream/promises';
import { Readable, Transform, Writable } from 'node:stream';
let bytes = 0; const seen = [];
await pipeline(Readable.from(['a', 'bb', 'ccc']), new Transform({ transform(c, e, cb) { setTimeout(() => { bytes += c.length; cb(null, c); }, 2); } }), new Writable({ write(c, e, cb) { seen.push(String(c)); cb(); } }));
console.log(bytes, seen.join());

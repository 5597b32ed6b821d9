// Which dependence pairs are found: tables of source and expected pairs by line. The first table holds the cases the detector was designed with.
import assert from 'node:assert/strict';
import { instrumentSource, pairsOf } from './support';

type Table = Readonly<Record<string, readonly [source: string, ...pairs: string[]]>>;

function check(table: Table, type: 'commonjs' | 'module' = 'commonjs'): void {
  for (const [name, [source, ...expected]] of Object.entries(table)) {
    it(`finds ${expected.length === 0 ? 'no pair' : expected.join(', ')} in ${name}`, () => {
      assert.deepEqual(pairsOf(instrumentSource(source, type).table), expected.toSorted());
    });
  }
}

describe('pairs of the design cases', () => {
  check({
    balance: [`let balance=10;async function wd(n){const b=balance;await sleep(2);\nbalance=b-n}`, 'value 1 balance -> 2 balance'],
    'stale compound': [`let total=0;async function add(i){total+=await sleep(i).then(()=>i)}`, 'stale 1 total -> 1 total'],
    class: [
      `class A{constructor(){this.stock=5}\nasync buy(){if(this.stock>0){await sleep(1);\nthis.stock=this.stock-1;return 1}}}`,
      'guard 2 this.stock -> 3 this.stock',
    ],
    'cache by key': [
      `const cache={};async function get(k){if(!cache[k]){const v=await sleep(1).then(()=>({k}));\ncache[k]=v}return cache[k]}`,
      'guard 1 cache[k] -> 2 cache[k]',
    ],
    predicted: [`let n=0;async function f(){const v=n;await fs.promises.stat('.');\nn=v+1}`, 'value 1 n -> 2 n'],
    'flag set after await': [
      `let flag=false;async function g(){await sleep(1)}\nasync function f(){if(!flag){await g();\nflag=true}}`,
      'guard 2 flag -> 3 flag',
    ],
    'map beside a method of that name': [
      `class S{stock=new Map();async take(k,n){const left=this.stock.get(k)-n;await sleep(1);\nthis.stock.set(k,left)}}
class R{get(k){return {k,n:this.s.count()}}}`,
      'value 1 this.stock.get -> 2 this.stock.set',
    ],
    'map or method of that name': [
      `async function take(stock,k){const left=stock.get(k)-1;await sleep(1);\nstock.set(k,left)}
class R{get(k){return this.other}}`,
      'value 1 stock.get -> 2 stock.set',
    ],
    assertion: [`let n=5;async function f(k){assert(n>=k);await sleep(1);\nn-=k}`, 'guard 1 n -> 2 n'],
    'assertion of a test': [`let n=5;async function f(k){assert(n===k);await sleep(1);\nn-=k}`],
    'function that throws': [
      `let n=5;function deny(){throw new Error()}async function f(k){if(n<k)deny();await sleep(1);\nn-=k}`,
      'guard 1 n -> 2 n',
    ],
    'function that may throw': [`let n=5;function tell(k){if(k)throw k}async function f(k){if(n<k)tell(k);await sleep(1);\nn-=k}`],
    'busy flag': [`let busy=false;async function sync(){if(busy)return;busy=true;await sleep(1);busy=false}`],
    'busy flag in finally': [`class S{async sync(){if(this.busy)return;this.busy=true;try{await work()}finally{this.busy=false}}}`],
    'local object rebuilt': [`async function main(){let d=await a();const e=await b();d={...d,e};return d}`],
    'field in try and catch': [`class A{async f(){try{this.foo=1}catch(e){this.foo=null;await sleep(1)}}}`],
    'parameter property': [`async function test1(thing,name){await 0;thing.name=name}`],
    'counter after await': [`let n=0;async function f(){await sleep(1);n++;n+=2}`],
    'promise memo': [`let p=null;function load(){return p||(p=sleep(2))}async function get(){return await load()}`],
    'promise memo by assignment': [`class A{load(){return this.p??=start()}\nasync get(){return await this.load()}}`],
    'async function called where it stands': [
      `let n=0;function get(){return (async()=>{await sleep(1);return n})()}
function put(v){return (async()=>{await sleep(1);
n=v})()}
async function add(k){const v=await get();await put(v+k)}`,
      'value 1 n -> 3 n',
    ],
    'async function called where it stands, that gives nothing': [
      `let n=0;function show(){return (async()=>{await sleep(1);log(n)})()}
function put(v){return (async()=>{await sleep(1);n=v})()}
async function add(k){const v=await show();await put(v+k)}`,
    ],
    'first of a set': [
      `const free=new Set();async function take(){const [one]=free;await ping(one);
free.delete(one)}`,
      'guard 1 free -> 2 free.delete',
    ],
    'first of a copy of a set': [
      `const free=new Set();async function take(){const one=[...free][0];await ping(one);
free.delete(one)}`,
      'guard 1 free -> 2 free.delete',
    ],
    'key of the first of a map': [
      `const free=new Map();async function take(){const [[one]]=free;await ping(one);
free.delete(one)}`,
      'guard 1 free -> 2 free.delete',
    ],
    'first of a set, taken at once': [`const free=new Set();async function take(){const [one]=free;free.delete(one);await ping(one)}`],
    'first of a set, of which something else is removed': [
      `const free=new Set();async function take(gone){const [one]=free;await ping(one);free.delete(gone)}`,
    ],
    'first of a set, looked at again': [
      `const free=new Set();async function take(){const [one]=free;await ping(one);if(!free.has(one))return;free.delete(one)}`,
    ],
    'first of a set, whose removal is asked': [
      `const free=new Set();async function take(){const [one]=free;await ping(one);if(!free.delete(one))throw new Error()}`,
    ],
    'object of one call': [`async function f(i){const o={n:i};o.n=o.n+1;const v=o.n;await sleep(1);o.n=v+1;return o}`],
    'chain mutex': [
      `let tail=Promise.resolve();let n=0;async function job(){const v=n;await sleep(1);n=v+1}\nmodule.exports=async()=>{for(let i=0;i<3;i++)tail=tail.then(job);await tail}`,
      'value 1 n -> 1 n',
    ],
    'stale guard, fresh value': [`let n=1;async function f(){const v=n;await sleep(1);\nif(v>0)n=n-1}`, 'guard 1 n -> 2 n'],
    'guard checked again': [`let n=1;async function f(){if(n<=0)return;await sleep(1);if(n>0)n=n-1}`],
    'value read again': [`let n=0;async function f(){const v=n;await sleep(1);n=n+1;return v}`],
    'early return checked again': [`let n=1;async function f(){if(n<=0)return;await sleep(1);if(n<=0)return;n=n-1}`],
    'log between': [`let n=0;const log=[];async function f(){const v=n;await sleep(1);\nlog.push(n);n=v+1}`, 'value 1 n -> 2 n'],
    'arrow on an object': [`const s={v:0};const inc=async()=>{const old=s.v;await sleep(1);\ns.v=old+1};`, 'value 1 s.v -> 2 s.v'],
    'token guard': [
      `let latest=0,result;async function search(q){const my=++latest;const r=await sleep(q).then(()=>q);if(my!==latest)return;result=r}`,
    ],
  });
});

describe('pairs through locals and expressions', () => {
  check({
    'several hops': [
      `let n=0;async function f(){const a=n;const b=a+1;const {c}={c:b};const d=\`\${c}\`;await x();\nn=Number(d)}`,
      'value 1 n -> 2 n',
    ],
    'object rebuilt across await': [
      `class S{async add(k){const s=this.state;await x();\nthis.state={...s,[k]:1}}}`,
      'value 1 this.state -> 2 this.state',
    ],
    'local object filled': [`let s={};async function f(){const o={};o.a=s;await x();\ns=o}`, 'value 1 s -> 2 s'],
    'destructured field': [
      `class A{async f(){const {balance,id}=this;await log(id);\nthis.balance=balance-1}}`,
      'value 1 this.balance -> 2 this.balance',
    ],
    'same expression': [`let n=0;async function f(){n=n+await g()}`, 'stale 1 n -> 1 n'],
    'same expression, await first': [`let n=0;async function f(){n=(await g())+n}`],
    'compound property': [`class A{async f(){this.n+=await g()}}`, 'stale 1 this.n -> 1 this.n'],
    'compound without await': [`class A{async f(){const v=await g();this.n+=v}}`],
    'call argument before await argument': [
      `const list=[];async function f(){list.push(list.length,await g())}`,
      'stale 1 list.length -> 1 list.push',
    ],
    'ternary value': [`let n=0;async function f(){const next=n>0?n-1:0;await g();\nn=next}`, 'value 1 n -> 2 n', 'value 1 n -> 2 n'],
    'ternary guard': [`let n=0;async function f(){const open=n>0?'yes':'no';await g();\nif(open==='yes')n=7}`, 'guard 1 n -> 2 n'],
    'lazy initialisation by or': [`let p=null;async function f(){p=p||await load();return p}`, 'guard 1 p -> 1 p'],
    'lazy initialisation by nullish assignment': [`let p;async function f(){p??=await load();return p}`, 'guard 1 p -> 1 p'],
    'lazy property': [`class A{async get(){this.p??=await load();return this.p}}`, 'guard 1 this.p -> 1 this.p'],
    'yield is a boundary': [`let n=0;function*f(){const v=n;yield;\nn=v+1}`, 'value 1 n -> 2 n'],
    'for await is a boundary': [`let n=0;async function f(s){const v=n;for await(const x of s){}\nn=v+1}`, 'value 1 n -> 2 n'],
    'value through a loop': [`let n=0;async function f(){let v=0;for(const x of [1,2]){\nn=v+1;\nv=n;await g()}}`, 'value 3 n -> 2 n'],
    'value crosses in a branch': [`let n=0;async function f(c){const v=n;if(c){await g()}\nn=v+1}`, 'value 1 n -> 2 n'],
    'value crosses in a try': [`let n=0;async function f(){const v=n;try{await g()}catch{}\nn=v+1}`, 'value 1 n -> 2 n'],
    'value written in finally': [`let n=0;async function f(){const v=n;try{await g()}finally{\nn=v+1}}`, 'value 1 n -> 2 n'],
    'value written in catch': [`let n=0;async function f(){const v=n;try{await g()}catch{\nn=v+1}}`, 'value 1 n -> 2 n'],
    'overwritten local': [`let n=0;async function f(){let v=n;await g();v=5;n=v}`],
    'read again into the local': [`let n=0;async function f(){let v=n;await g(v);v=n;n=v+1}`],
    'private field': [`class A{#n=0;async f(){const v=this.#n;await g();\nthis.#n=v+1}}`, 'value 1 this.#n -> 2 this.#n'],
    'alias of this': [
      `function A(){const self=this;self.n=0;this.f=async function(){};self.go=async()=>{const v=self.n;await g();\nself.n=v+1}}`,
      'value 1 self.n -> 2 self.n',
    ],
    'alias of an element': [
      `class B{async f(id){const acc=this.accounts.get(id);const b=acc.balance;await g();\nacc.balance=b-1}}`,
      'value 1 acc.balance -> 2 acc.balance',
    ],
    'element without alias': [
      `class B{async f(id){const b=this.accounts.get(id).balance;await g();\nthis.accounts.get(id).balance=b-1}}`,
      'value 1 this.accounts.get(id).balance -> 2 this.accounts.get(id).balance',
    ],
    'other key': [`const c={};async function f(a,b){const v=c[a];await g();c[b]=v}`],
    'literal key': [`const c={};async function f(){const v=c['x'];await g();\nc.x=v+1}`, `value 1 c['x'] -> 2 c.x`],
    'template key': [
      `const c=new Map();async function f(u){if(c.has(\`k:\${u.id}\`))return;await g();\nc.set(\`k:\${u.id}\`,1)}`,
      'guard 1 c.has -> 2 c.set',
    ],
    'steps of one object': [`async function f(p){p.at++;p.at+=2;on(()=>{p.at++});await g(p.at);p.at=p.at*2;p.at--}`],
    'other location': [`class A{async f(){const t=this.token;await g(t);this.page=t}}`],
    'through an unknown call': [
      `class A{async f(){const t=await refresh(this.token);\nthis.token=t}}`,
      'value 1 this.token -> 2 this.token',
    ],
    'promise all': [`let n=0;async function f(){const [v,w]=await Promise.all([n,g()]);\nn=v+w}`, 'value 1 n -> 2 n'],
    'reduce callback': [`let n=0;async function f(xs){const s=xs.reduce((a,x)=>a+x+n,0);await g();\nn=s}`, 'value 1 n -> 2 n'],
  });
});

describe('pairs through keys and accessors', () => {
  check({
    'key in cache': [`const c={};async function f(k){if(!(k in c)){const v=await g(k);\nc[k]=v}return c[k]}`, 'guard 1 k in c -> 2 c[k]'],
    'next index': [
      `const list=[];async function f(){const i=list.length;const v=await g(i);\nlist[i]=v}`,
      'value 1 list.length -> 2 list[i]',
    ],
    'next key of a map': [
      `const m=new Map();async function f(){const id=m.size;const v=await g(id);\nm.set(id,v)}`,
      'value 1 m.size -> 2 m.set',
    ],
    'lazy element': [`const c={};async function f(k){c[k]??=await g(k);return c[k]}`, 'guard 1 c[k] -> 1 c[k]'],
    'lazy map entry': [`const m=new Map();async function f(k){m.set(k,m.get(k)??(await g(k)))}`, 'guard 1 m.get -> 1 m.set'],
    'key that is a property in cache': [
      `const c={};async function f(q){if(!(q.k in c)){const v=await g(q);\nc[q.k]=v}return c[q.k]}`,
      'guard 1 q.k in c -> 2 c[q.k]',
    ],
    'removal that is asked': [`const m=new Map();async function f(k){if(!m.has(k))return;await g();if(!m.delete(k))throw new Error(k)}`],
    'removal whose result is kept': [
      `const m=new Map();async function f(k){if(!m.has(k))return;await g();const was=await m.delete(k);return was}`,
    ],
    'count in a map': [`const m=new Map();async function f(k){const n=m.get(k)??0;await g();\nm.set(k,n+1)}`, 'value 1 m.get -> 2 m.set'],
    'found by a callback': [
      `const list=[];async function f(s){if(list.some(b=>b.s===s))return;await g();\nlist.push({s})}`,
      'guard 1 list.some -> 2 list.push',
    ],
    'counted by a filter': [
      `const list=[];async function f(s){const mine=list.filter(b=>b.s===s);if(mine.length>2)throw 1;await g();\nlist.push({s})}`,
      'guard 1 list.filter -> 2 list.push',
    ],
    getter: [
      `class A{get total(){return this.sum}\nasync f(){const t=this.total;await g();\nthis.sum=t+1}}`,
      'value 1 this.sum -> 3 this.sum',
    ],
    setter: [`class A{set total(v){this.sum=v}\nasync f(){const t=this.sum;await g();this.total=t+1}}`, 'value 2 this.sum -> 1 this.sum'],
  });
});

describe('pairs by guards', () => {
  check({
    'has then set': [
      `const m=new Map();async function f(k){const has=m.has(k);if(!has){const v=await g(k);\nm.set(k,v)}return m.get(k)}`,
      'guard 1 m.has -> 2 m.set',
    ],
    'get then set': [
      `const m=new Map();async function f(k){let v=m.get(k);if(v===undefined){v=await g(k);\nm.set(k,v)}return v}`,
      'guard 1 m.get -> 2 m.set',
    ],
    'pending promise in the map': [
      `const m=new Map();function f(k){let v=m.get(k);if(!v){v=g(k);m.set(k,v)}return v}async function h(k){return await f(k)}`,
    ],
    'optional chaining': [`let cfg;async function f(){if(!cfg?.ready){const c=await g();\ncfg=c}}`, 'guard 1 cfg -> 2 cfg'],
    'pool limit': [
      `class P{async get(){if(this.pool.length<this.max){const c=await connect();\nthis.pool.push(c);return c}}}`,
      'guard 1 this.pool.length -> 2 this.pool.push',
    ],
    'what was put on top': [`const q=[];async function f(x){const outer=q[0];q.unshift(x);await g(outer);q.shift()}`],
    'what was put at the end': [`const q=[];async function f(x){const outer=q.at(-1);q.push(x);await g(outer);q.pop()}`],
    'what was there before something was put at the end': [
      `const q=[];async function f(x){const j=q[0];q.push(x);await g(j);\nq.shift()}`,
      'value 1 q -> 2 q.shift',
    ],
    'queue drained': [`const q=[];async function run(){while(q.length){const j=q.shift();await j()}}function add(j){q.push(j)}`],
    'set size': [`const s=new Set();async function f(x){if(s.size>=3)return;await g();\ns.add(x)}`, 'guard 1 s.size -> 2 s.add'],
    'list includes': [`const s=[];async function f(x){if(s.includes(x))return;await g();\ns.push(x)}`, 'guard 1 s.includes -> 2 s.push'],
    'place reserved in one part of a sum': [
      `const s=new Set();let opening=0;async function f(x){if(s.size+opening<3){opening++;await g();s.add(x);opening--}}`,
    ],
    'place reserved beside a sum': [
      `const s=new Set();let opening=0;let n=0;async function f(x){if(s.size+opening<3){n++;await g();\ns.add(x)}}`,
      'guard 1 s.size -> 2 s.add',
    ],
    'early throw': [`let n=1;async function f(){if(n===0)throw new Error('x');await g();\nn=0}`, 'guard 1 n -> 2 n'],
    'early continue': [`let n=1;async function f(xs){for(const x of xs){if(n===0)continue;await g(x);\nn=0}}`, 'guard 1 n -> 2 n'],
    'else branch': [`let n=1;async function f(){if(n===0){return}else{await g();\nn=0}}`, 'guard 1 n -> 2 n'],
    switch: [`let s='idle';async function f(){switch(s){case 'idle':await g();\ns='busy';break;default:}}`, 'guard 1 s -> 2 s'],
    'while not ready': [`let ready=false;async function f(){while(!ready){await g();\nready=true}}`, 'guard 1 ready -> 2 ready'],
    'spin lock': [`let busy=false;async function f(){while(busy)await sleep(1);busy=true;try{await g()}finally{busy=false}}`],
    'spin lock by do': [`let busy=false;async function f(){do{await sleep(1)}while(busy);busy=true;await g();busy=false}`],
    'guard checked in between only': [
      `let n=1;async function f(){if(n<1)return;await a();if(n<1)return;await b();\nn=n-1}`,
      'guard 1 n -> 2 n',
      'guard 1 n -> 2 n',
    ],
    'fresh guard for another location': [
      `let n=1,m=1;async function f(){if(n<1)return;await a();if(m<1)return;\nn=0;m=0}`,
      'guard 1 n -> 2 n',
    ],
    'fresh guard in one branch only': [
      `let n=1;async function f(c){if(n<1)return;await a();if(c){if(n<1)return;}\nn=0}`,
      'guard 1 n -> 2 n',
    ],
    'fresh guard through a local': [`let n=1;async function f(){if(n<1)return;await a();const now=n;if(now<1)return;n=0}`],
    'test and set': [`let busy=0;async function f(){if(busy)return;busy=1;await g();busy=0;await h();busy=0}`],
    'counter semaphore': [
      `let active=0;const q=[];async function f(){if(active>=2)await new Promise(r=>q.push(r));active++;await g();active--}`,
    ],
    'delete after check': [`const m=new Map();async function f(k){if(m.has(k)){await g();m.delete(k)}}`, 'guard 1 m.has -> 1 m.delete'],
    'delete by a callback of the maker': [
      `const m=new Map();function f(k){if(!m.has(k)){m.set(k,g().finally(()=>m.delete(k)))}return m.get(k)}`,
    ],
    'assignment in try, no read': [`class A{async f(){try{await g();this.state='ok'}catch(e){this.state='failed'}}}`],
  });
});

describe('pairs of what is loaded where nothing is', () => {
  check({
    'asked by Reflect.has': [
      `const c={};async function f(k){if(!Reflect.has(c,k)){const v=await g(k);\nc[k]=v}}`,
      'guard 1 Reflect.has(c,k) -> 2 c[k]',
    ],
    'kept as it is': [`const c={};async function f(k){const v=c[k]??(await g(k));\nc[k]=v}`, 'guard 1 c[k] -> 2 c[k]'],
    'counted on': [`const c={};async function f(k){const v=c[k]??(await g(k));\nc[k]=v+1}`, 'value 1 c[k] -> 2 c[k]'],
    'counted on by a local': [
      `const c=new Map();async function f(k){let n;if(c.has(k))n=c.get(k);else n=await g(k);n++;\nc.set(k,n)}`,
      'value 1 c.get -> 2 c.set',
      'value 1 c.has -> 2 c.set',
    ],
    'what is loaded is changed': [
      `const c=new Map();async function f(k){let n=c.get(k);if(n===undefined){n=(await g(k))*2;\nc.set(k,n)}}`,
      'guard 1 c.get -> 2 c.set',
    ],
    'given to a callback': [
      `const c={};function get(k,cb){if(k in c)return setImmediate(cb,null,c[k]);load(k,cb)}function f(k,cb){get(k,(err,n)=>{if(err)return cb(err);\nc[k]=n+1})}`,
      'value 1 c[k] -> 2 c[k]',
      'value 1 k in c -> 2 c[k]',
    ],
    'told to a callback': [
      `const c={};function make(k,cb){if(k in c)return setImmediate(cb,null);load(k,cb)}function f(k,cb){make(k,(err)=>{if(err)return cb(err);c[k]++})}`,
    ],
    'looked at again': [`const c={};async function f(k){if(k in c)return;const v=await g(k);c[k]=c[k]??v}`],
  });
});

describe('pairs killed by validation', () => {
  check({
    'compare and swap loop': [`let n=0;async function f(){for(;;){const v=n;const w=await g(v);if(n===v){n=w;return}}}`],
    'compare and retry': [`let n=0;async function f(){let v,w;do{v=n;w=await g(v)}while(n!==v);n=w}`],
    version: [
      `class A{async f(){const v=this.version;const b=this.balance;await g();if(this.version!==v)throw new Error('changed');this.balance=b-1;this.version++}}`,
    ],
    'version checked too early': [
      `class A{async f(){const v=this.version;const b=this.balance;await g();if(this.version!==v)throw new Error('changed');await h();\nthis.balance=b-1;this.version++}}`,
      'value 1 this.balance -> 2 this.balance',
      'guard 1 this.version -> 2 this.version',
      'guard 1 this.version -> 2 this.version',
    ],
    'token object': [
      `class A{async f(){const t={};this.current=t;const old=this.data;const d=await g(old);if(this.current!==t)return;this.data=d}}`,
    ],
    'abort signal': [`let data;async function f(signal){const old=data;const d=await g(old);if(signal.aborted)return;data=d}`],
    'token in a property': [`class A{async f(){const my=++this.seq;const d=await g(this.data);if(my===this.seq)this.data=d}}`],
  });
});

describe('pairs across closures', () => {
  check({
    'callback writes': [
      `let stock=5;function buy(n,done){const left=stock;fs.readFile('x',()=>{\nstock=left-n;done()})}`,
      'value 1 stock -> 2 stock',
    ],
    'callback guarded outside': [
      `let cache;function get(cb){if(cache)return cb(cache);fs.readFile('x',(e,d)=>{\ncache=d;cb(d)})}`,
      'guard 1 cache -> 2 cache',
    ],
    'then callback': [`let n=0;function f(){const v=n;return g().then(()=>{\nn=v+1})}`, 'value 1 n -> 2 n'],
    'lock body reads itself': [
      `let n=0;async function f(){await lock.runExclusive(async()=>{const v=n;await g();\nn=v-1})}`,
      'value 1 n -> 2 n',
    ],
    'read before the lock': [`let n=0;async function f(){const v=n;await lock.runExclusive(()=>{\nn=v-1})}`, 'value 1 n -> 2 n'],
    'inline callback is the same task': [`let n=0;async function f(xs){const v=n;xs.forEach(x=>{n=v+x})}`],
    'inline callback after await': [`let n=0;async function f(xs){const v=n;await g();xs.forEach(x=>{\nn=v+x})}`, 'value 1 n -> 2 n'],
    'async map callback': [
      `let n=0;async function f(xs){await Promise.all(xs.map(async x=>{const v=n;await g(x);\nn=v+x}))}`,
      'value 1 n -> 2 n',
    ],
    'callback reads, outer writes': [
      `let n=0;async function f(){let v;await new Promise(r=>fs.stat('x',()=>{v=n;r()}));\nn=v+1}`,
      'value 1 n -> 2 n',
    ],
    'a callback on the way is no boundary': [`let n=0;async function f(cb){const v=n;on(()=>cb(v));on(function(){});n=v+1;await g()}`],
    'async iife': [`let n=0;function f(){(async()=>{const v=n;await g();\nn=v+1})()}`, 'value 1 n -> 2 n'],
    'named inner function': [`let n=0;function f(){const v=n;fs.stat('x',done);function done(){\nn=v+1}}`, 'value 1 n -> 2 n'],
    'module level code runs once': [`let n=0;const v=n;setTimeout(()=>{n=v+1});`],
    'nested timers': [`let n=0;function f(){const v=n;setTimeout(()=>{setTimeout(()=>{\nn=v+1})})}`, 'value 1 n -> 2 n'],
    'answer of then': [`let n=0;function f(){return next(n).then(v=>{\nn=v})}`, 'value 1 n -> 2 n'],
    'answer of then, later': [`let n=0;function f(){return next(n).catch(g).finally(h).then(v=>v.n).then(v=>{\nn=v})}`, 'value 1 n -> 2 n'],
    'answer of then that is computed anew': [`let n=0;function f(){return next(n).then(v=>{n=n+v})}`],
    'answer of then that is tested': [`let n=0;function f(){const v=n;return next(v).then(w=>{if(n!==v)return;n=w})}`],
    'answer for a callback': [`let n=0;function f(cb){next(n,(err,v)=>{if(err)return cb(err);\nn=v;cb()})}`, 'value 1 n -> 2 n'],
    'what an event brings': [`let n=0;function f(bus){bus.on(n,(v,w)=>{n=v})}`],
    'answer for a function by its name': [`let n=0;function put(v){\nn=v}function f(){return next(n).then(put)}`, 'value 2 n -> 2 n'],
    'answer for a method': [`class A{f(){next(this.n,this.put.bind(this))}\nput(err,v){this.n=v}}`, 'value 1 this.n -> 2 this.n'],
    'read and write in two callbacks': [`let n=0;function f(){return g().then(()=>next(n)).then(v=>{\nn=v})}`, 'value 1 n -> 2 n'],
    'list that is gone through once more when another one is there': [
      `class L{add(x){this.q.push(x)}send(){const b=this.q;this.q=[];post(b.join(),()=>{for(const x of b)x();this.send()})}}`,
    ],
    'list that may have been replaced': [
      `class L{add(x){this.q.push(x)}async send(){const b=this.q;if(this.off){this.q=[];return}await post([...b]);\nthis.q=[]}}`,
      'reset 1 b -> 2 this.q',
    ],
    'list that is replaced when it has been gone through': [
      `class L{add(x){this.q.push(x)}send(){const b=this.q;const t=b.join();post(t,()=>{\nthis.q=[]})}}`,
      'reset 1 b.join -> 2 this.q',
    ],
  });
});

describe('pairs across functions of the file', () => {
  check({
    'read in a method': [
      `class S{load(){return this.state}\nasync inc(){const s=await this.load();\nthis.state={...s,n:s.n+1}}}`,
      'value 1 this.state -> 3 this.state',
    ],
    'read in an async method': [
      `class S{async load(){await x();return this.state}\nasync inc(){const s=await this.load();\nthis.state={...s}}}`,
      'value 1 this.state -> 3 this.state',
    ],
    'read in a helper': [
      `let stock=5;const left=()=>stock;\nasync function buy(n){const l=left();await pay();\nstock=l-n}`,
      'value 1 stock -> 3 stock',
    ],
    'write in a method': [
      `class A{setBalance(v){this.balance=v}\nasync debit(n){const before=this.balance;await audit();\nthis.setBalance(before-n)}}`,
      'value 2 this.balance -> 1 this.balance',
    ],
    'both in helpers': [
      `let s={n:0};function get(){return s}function put(v){s=v}\nasync function f(){const o=get();await g();put({...o})}`,
      'value 1 s -> 1 s',
    ],
    'check in a helper': [
      `function isFree(room){return !room.taken}\nasync function book(room){if(!isFree(room))return;await pay();\nroom.taken=true}`,
      'guard 1 room.taken -> 3 room.taken',
    ],
    'check by early returns in a helper': [
      `class H{isFree(id){if(this.rooms.has(id))return false;return true}\nasync book(id){if(this.isFree(id)){await pay();\nthis.rooms.set(id,1)}}}`,
      'guard 1 this.rooms.has -> 3 this.rooms.set',
    ],
    'check and write in helpers': [
      `const taken=new Set();function isFree(id){return !taken.has(id)}\nfunction take(id){taken.add(id)}\nasync function book(id){if(!isFree(id))return;await pay();take(id)}`,
      'guard 1 taken.has -> 2 taken.add',
    ],
    'two hops': [
      `let n=0;function raw(){return n}function left(){return raw()-1}\nasync function f(){const l=left();await g();\nn=l}`,
      'value 1 n -> 3 n',
    ],
    'write two hops away': [
      `class A{store(v){this.n=v}update(v){this.store(v)}\nasync f(){const v=this.n;await g();this.update(v+1)}}`,
      'value 2 this.n -> 1 this.n',
    ],
    're-check in a helper': [`let n=1;function open(){return n>0}async function f(){if(!open())return;await g();if(!open())return;n=0}`],
    'write after a wait in the callee': [
      `let n=0;async function put(v){await g();\nn=v}\nasync function f(){await put(n+1)}`,
      'value 3 n -> 2 n',
    ],
    'increment in a callee': [`let n=0;async function inc(){await g();n=n+1}async function f(){await inc();await inc()}`],
    'callee of another object': [
      `class Acc{get(){return this.b}set(v){this.b=v}}\nasync function f(acc){const b=acc.get();await g();acc.set(b-1)}`,
      'value 1 this.b -> 1 this.b',
    ],
    'callee of what may be two different objects': [
      `class Acc{get(){return this.b}set(v){this.b=v}}\nasync function f(x,y){const b=x.get();await g();y.set(b-1)}`,
      'value 1 this.b -> 1 this.b',
    ],
    'test and set in the callee': [
      `class A{kick(){if(!this.on)this.run()}\nasync run(){this.on=true;while(this.q.length){await this.q.shift()()}this.on=false}}`,
    ],
    'taken from a list and put back': [
      `class P{take(){if(this.idle.length>0)return this.idle.pop();return this.make()}give(x){this.idle.push(x)}\nasync use(work){const x=await this.take();try{return await work(x)}finally{this.give(x)}}}`,
    ],
    'added to a list that was looked at': [
      `class P{free(){return this.jobs.length<2}put(x){this.jobs.push(x)}\nasync use(x){if(!this.free())return;await g();this.put(x)}}`,
      'guard 1 this.jobs.length -> 1 this.jobs.push',
    ],
    'element that a test found': [
      `class P{async run(){const s=this.slots.find((x)=>!x.busy);if(!s)return;await g();\ns.busy=true}}`,
      'guard 1 x.busy -> 2 s.busy',
    ],
    'element that a test found, taken at once': [
      `class P{async run(){const s=this.slots.find((x)=>!x.busy);if(!s)return;s.busy=true;await g();s.busy=false}}`,
    ],
    'the least of all': [
      `class P{pick(){let b=null;for(const s of this.all)if(!b||s.n<b.n||(s.n===b.n&&s.m<b.m))b=s;return b}\nasync run(){const s=this.pick();if(!s)return;await g();s.n++;s.m++}}`,
    ],
    'the least of two': [
      `class P{pick(){return this.all.reduce((a,b)=>(a.n<=b.n?a:b))}\nasync run(){const s=this.pick();if(!s)return;await g();s.n++}}`,
    ],
    'the least that has room': [
      `class P{pick(){let b=null;for(const s of this.all)if(s.n<s.max&&(!b||s.n<b.n))b=s;return b}\nasync run(){const s=this.pick();if(!s)return;await g();\ns.n++}}`,
      'guard 1 s.n -> 3 s.n',
    ],
    'the newest that all see': [
      `let b={n:0};async function run(s){if(s.n>b.n){await g();\nb.n=s.n}}async function put(s){await g();if(s.n>b.n)b=s}`,
      'guard 1 b.n -> 2 b.n',
      'guard 1 s.n -> 2 b.n',
    ],
    recursion: [`let n=0;async function f(d){const v=n;await f(d-1);\nn=v+1}`, 'value 1 n -> 2 n'],
  });
});

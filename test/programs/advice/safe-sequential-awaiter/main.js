// expect: nothing
// never: await.sequential await.in-loop
"use strict";
var __awaiter = (this && this.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};
var __await = (this && this.__await) || function (v) { return this instanceof __await ? (this.v = v, this) : new __await(v); }
var __asyncGenerator = (this && this.__asyncGenerator) || function (thisArg, _arguments, generator) {
    if (!Symbol.asyncIterator) throw new TypeError("Symbol.asyncIterator is not defined.");
    var g = generator.apply(thisArg, _arguments || []), i, q = [];
    return i = Object.create((typeof AsyncIterator === "function" ? AsyncIterator : Object).prototype), verb("next"), verb("throw"), verb("return", awaitReturn), i[Symbol.asyncIterator] = function () { return this; }, i;
    function awaitReturn(f) { return function (v) { return Promise.resolve(v).then(f, reject); }; }
    function verb(n, f) { if (g[n]) { i[n] = function (v) { return new Promise(function (a, b) { q.push([n, v, a, b]) > 1 || resume(n, v); }); }; if (f) i[n] = f(i[n]); } }
    function resume(n, v) { try { step(g[n](v)); } catch (e) { settle(q[0][3], e); } }
    function step(r) { r.value instanceof __await ? Promise.resolve(r.value.v).then(fulfill, reject) : settle(q[0][2], r); }
    function fulfill(value) { resume("next", value); }
    function reject(value) { resume("throw", value); }
    function settle(f, v) { if (f(v), q.shift(), q.length) resume(q[0][0], q[0][1]); }
};
var __asyncValues = (this && this.__asyncValues) || function (o) {
    if (!Symbol.asyncIterator) throw new TypeError("Symbol.asyncIterator is not defined.");
    var m = o[Symbol.asyncIterator], i;
    return m ? m.call(o) : (o = typeof __values === "function" ? __values(o) : o[Symbol.iterator](), i = {}, verb("next"), verb("throw"), verb("return"), i[Symbol.asyncIterator] = function () { return this; }, i);
    function verb(n) { i[n] = o[n] && function (v) { return new Promise(function (resolve, reject) { v = o[n](v), settle(resolve, reject, v.done, v.value); }); }; }
    function settle(resolve, reject, d, v) { Promise.resolve(v).then(function(v) { resolve({ value: v, done: d }); }, reject); }
};
const http = require('node:http');
const { setTimeout: sleep } = require('node:timers/promises');
const backend = http.createServer((req, res) => __awaiter(void 0, void 0, void 0, function* () {
    yield sleep(80);
    res.end(JSON.stringify({ url: req.url, next: 7 }));
}));
class Api {
    constructor(base) {
        this.base = base;
    }
    get(path) {
        return __awaiter(this, void 0, void 0, function* () {
            return (yield fetch(this.base + path)).json();
        });
    }
    pages(count) {
        return __asyncGenerator(this, arguments, function* pages_1() {
            for (let page = 0; page < count; page++)
                yield yield __await(yield __await(this.get(`/pages/${page}`)));
        });
    }
    read(count) {
        return __awaiter(this, void 0, void 0, function* () {
            var _a, e_1, _b, _c;
            const all = [];
            try {
                for (var _d = true, _e = __asyncValues(this.pages(count)), _f; _f = yield _e.next(), _a = _f.done, !_a; _d = true) {
                    _c = _f.value;
                    _d = false;
                    const page = _c;
                    all.push(page);
                }
            }
            catch (e_1_1) { e_1 = { error: e_1_1 }; }
            finally {
                try {
                    if (!_d && !_a && (_b = _e.return)) yield _b.call(_e);
                }
                finally { if (e_1) throw e_1.error; }
            }
            return all;
        });
    }
    dashboard(id) {
        return __awaiter(this, void 0, void 0, function* () {
            const user = yield this.get(`/users/${id}`);
            const orders = yield this.get(`/orders/${user.next}`);
            const news = yield this.get(`/news/${orders.next}`);
            return { user, orders, news };
        });
    }
}
backend.listen(0, '127.0.0.1', () => __awaiter(void 0, void 0, void 0, function* () {
    const api = new Api(`http://127.0.0.1:${backend.address().port}`);
    yield api.get('/warm');
    for (const id of [1, 2, 3])
        yield api.dashboard(id);
    console.log((yield api.read(5)).length);
    backend.close();
    backend.closeAllConnections();
}));

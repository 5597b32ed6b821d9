// expect: await.sequential@info main.js:29
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
    dashboard(id) {
        return __awaiter(this, void 0, void 0, function* () {
            const user = yield this.get(`/users/${id}`);
            const orders = yield this.get('/orders');
            const news = yield this.get('/news');
            return { user, orders, news };
        });
    }
}
backend.listen(0, '127.0.0.1', () => __awaiter(void 0, void 0, void 0, function* () {
    const api = new Api(`http://127.0.0.1:${backend.address().port}`);
    yield api.get('/warm');
    for (const id of [1, 2, 3])
        yield api.dashboard(id);
    backend.close();
    backend.closeAllConnections();
}));

// expect: race.atomicity 53,51 ; race.check-then-act 54,49 ; race.order.last-write 39 ; race.fs.toctou 70,69
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
var __rest = (this && this.__rest) || function (s, e) {
    var t = {};
    for (var p in s) if (Object.prototype.hasOwnProperty.call(s, p) && e.indexOf(p) < 0)
        t[p] = s[p];
    if (s != null && typeof Object.getOwnPropertySymbols === "function")
        for (var i = 0, p = Object.getOwnPropertySymbols(s); i < p.length; i++) {
            if (e.indexOf(p[i]) < 0 && Object.prototype.propertyIsEnumerable.call(s, p[i]))
                t[p[i]] = s[p[i]];
        }
    return t;
};
// What TypeScript makes of spreads, of `catch` without a name and of loops in one line, for ES2016.
const { mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { access, readdir, readFile, unlink } = require('node:fs/promises');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { setImmediate: turn } = require('node:timers/promises');
const { EventEmitter } = require('node:events');
const answers = new Map();
const ask = (what) => new Promise((resolve) => answers.set(what, () => resolve(what)));
class Board extends EventEmitter {
    constructor() {
        super();
        this.state = { count: 0, names: {}, title: '' };
        this.on('name', (name) => __awaiter(this, void 0, void 0, function* () {
            const answer = yield ask(name);
            const _a = this.state, { title } = _a, rest = __rest(_a, ["title"]);
            this.state = Object.assign(Object.assign({}, rest), { title: answer });
        }));
    }
}
let tickets = 0;
let serving = 0;
let total = 0;
function add(amount) {
    return __awaiter(this, void 0, void 0, function* () {
        const mine = tickets++;
        while (serving > mine)
            yield turn();
        const before = total;
        yield turn();
        total = before + amount;
        serving++;
    });
}
const folder = mkdtempSync(path.join(tmpdir(), 'il-lowered-'));
for (let i = 0; i < 4; i++)
    writeFileSync(path.join(folder, `${i}.bin`), 'x');
function evict() {
    return __awaiter(this, void 0, void 0, function* () {
        for (const name of (yield readdir(folder)).slice(2))
            yield unlink(path.join(folder, name));
    });
}
function first(name) {
    return __awaiter(this, void 0, void 0, function* () {
        try {
            yield access(path.join(folder, name));
            return yield readFile(path.join(folder, name), 'utf8');
        }
        catch (error) {
            return error.code;
        }
    });
}
function main() {
    return __awaiter(this, void 0, void 0, function* () {
        const board = new Board();
        for (const name of ['a', 'b', 'c']) {
            yield turn();
            board.emit('name', name);
        }
        for (const name of ['c', 'a', 'b']) {
            answers.get(name)();
            yield turn();
        }
        yield Promise.all([1, 2, 3].map(add));
        yield Promise.all([evict(), first('3.bin')]);
        rmSync(folder, { recursive: true });
        console.log(board.state.title !== '', total > 0);
    });
}
main();

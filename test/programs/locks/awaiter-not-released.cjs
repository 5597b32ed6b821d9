// expect: lock.not-released 18 exit 0
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
const { Mutex } = require('async-mutex');
const { setTimeout: sleep } = require('node:timers/promises');
const mutex = new Mutex();
const rows = new Map([[1, 'one']]);
function rename(id, name) {
    return __awaiter(this, void 0, void 0, function* () {
        const release = yield mutex.acquire();
        yield sleep(1);
        if (!rows.has(id))
            return false;
        rows.set(id, name);
        release();
        return true;
    });
}
rename(1, 'uno').then(() => rename(2, 'due')).then(() => rename(1, 'eins'));

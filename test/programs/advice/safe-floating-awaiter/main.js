// expect: nothing
// never: promise.floating
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
const { setTimeout: sleep } = require('timers/promises');
class Importer {
    constructor() {
        this.rows = [];
    }
    save(row) {
        return __awaiter(this, void 0, void 0, function* () {
            yield sleep(40);
            this.rows.push(row);
        });
    }
    run(list) {
        return __awaiter(this, void 0, void 0, function* () {
            yield Promise.all(list.map((row) => this.save(row)));
            yield sleep(1);
            return list.length;
        });
    }
}
function main() {
    return __awaiter(this, void 0, void 0, function* () {
        console.log('imported', yield new Importer().run([1, 2, 3, 4]));
        process.exit(0);
    });
}
main();

// expect: nothing
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
// Async methods as TypeScript writes them for ES2016: the number of the last invoice is kept before the next one is written.
const { setTimeout: sleep } = require('node:timers/promises');
class Invoices {
    constructor() {
        this.last = 100;
        this.written = [];
    }
    write(number, customer) {
        return __awaiter(this, void 0, void 0, function* () {
            yield sleep(3);
            this.written.push(`${number} ${customer}`);
        });
    }
    add(customer) {
        return __awaiter(this, void 0, void 0, function* () {
            const number = this.last + 1;
            this.last = number;
            yield this.write(number, customer);
            return number;
        });
    }
}
const invoices = new Invoices();
Promise.all(['Ada', 'Bo', 'Cy'].map((customer) => invoices.add(customer))).then((numbers) => {
    console.log(numbers.length, invoices.last > 100, invoices.written.length);
});

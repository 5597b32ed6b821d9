// expect: none exit 0
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
class Store {
    constructor() {
        this.orders = new Mutex();
        this.stock = new Mutex();
        this.sold = 0;
    }
    sell(n) {
        return __awaiter(this, void 0, void 0, function* () {
            const releaseOrders = yield this.orders.acquire();
            const releaseStock = yield this.stock.acquire();
            try {
                yield sleep(2);
                this.sold += n;
            }
            finally {
                releaseStock();
                releaseOrders();
            }
        });
    }
    restock(n) {
        return __awaiter(this, void 0, void 0, function* () {
            const releaseOrders = yield this.orders.acquire();
            const releaseStock = yield this.stock.acquire();
            try {
                yield sleep(2);
                this.sold -= n;
            }
            finally {
                releaseOrders();
                releaseStock();
            }
        });
    }
}
const store = new Store();
setTimeout(() => store.sell(3), 1);
setTimeout(() => store.restock(2), 1000);

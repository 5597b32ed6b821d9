// Talks to the payment provider, which takes its time.
import { setTimeout as delay } from 'node:timers/promises';

export class Payments {
  #nextReceipt = 1;

  async charge(customer, cents) {
    await delay(15 + (cents % 20));
    return { receipt: this.#nextReceipt++, customer, cents };
  }

  async refund(payment) {
    await delay(12);
    return { receipt: this.#nextReceipt++, refunds: payment.receipt };
  }
}

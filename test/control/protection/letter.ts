import type { Control } from '../control.ts';

/** What makes an order one, and its letter leave once. */
export const ofLetters: Control[] = [
  {
    protection: 'a letter is claimed before it is sent',
    change: {
      file: 'db/replenishment/sending.ts',
      from: "and status = 'queued' and ${heldByToday} is null`,\n);\n\nconst claimed",
      to: 'and ${heldByToday} is null`,\n);\n\nconst claimed',
    },
    file: 'test/order/sending.test.ts',
    test: 'of many who claim one letter, one has it',
  },
  {
    protection: 'what nobody approved is not claimed during a pause',
    change: {
      file: 'db/replenishment/sending.ts',
      from: ' and ${heldByToday} is null`,\n);\n\nconst claimed',
      to: '`,\n);\n\nconst claimed',
    },
    file: 'test/order/pause.test.ts',
    test: 'a pause holds a written letter, and the end of the pause lets it go',
  },
  {
    protection: 'that a letter may have left is recorded before its first byte',
    change: {
      file: 'worker/job/letter.ts',
      from: 'onHanding: () => letterIsHanded(scopeNow(work, scope), claimed)',
      to: 'onHanding: () => Promise.resolve()',
    },
    file: 'test/order/sending.test.ts',
    test: 'that it may have left is committed before the server hears a byte of it',
  },
  {
    protection: 'a letter that may have arrived is not sent again by itself',
    change: {
      file: 'worker/job/letter.ts',
      from: 'return letterIsUncertain(scope, letter, outcome.reason);',
      to: 'return putOff(work, scope, letter, outcome.reason);',
    },
    file: 'test/order/sending.test.ts',
    test: 'dropped after the data it is uncertain',
  },
  {
    protection: 'whoever was given up for dead records nothing',
    change: {
      file: 'db/replenishment/sending.ts',
      from: "and attempts = ${slot('attempts')} and sending_at = ${slot('sendingAt')}`",
      to: "and ${slot('attempts')} and ${slot('sendingAt')}`",
    },
    file: 'test/order/sending.test.ts',
    test: 'a worker that was given up for dead hands nothing over and records nothing',
  },
  {
    protection: 'a place has one open shortage',
    change: {
      trigger: 'shortage_is_not_replaced',
      from: "NEW.status <> 'resolved' AND EXISTS",
      to: '0 AND EXISTS',
    },
    file: 'test/worker/shortage.test.ts',
    test: 'two episodes of one place cannot be open',
  },
  {
    protection: 'a supplier and warehouse have one draft',
    change: { drop: 'index order_draft' },
    file: 'test/constraint.test.ts',
    test: 'order_draft refuses what is just outside',
  },
  {
    protection: 'an order has one letter',
    change: { trigger: 'letter_is_queued', from: "NEW.kind = 'order' AND EXISTS", to: '0 AND EXISTS' },
    file: 'test/constraint.test.ts',
    test: 'letter_of_order refuses what is just outside',
  },
  {
    protection: 'a link to an order is signed by its company',
    change: {
      file: 'db/company/link.ts',
      from: "crypto.subtle.verify('HMAC', await keyOf(secret),",
      to: "true || crypto.subtle.verify('HMAC', await keyOf(secret),",
    },
    file: 'test/order/link.test.ts',
    test: 'a forged link is no link',
  },
];

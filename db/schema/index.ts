export * from './catalogue.ts';
export * from './company.ts';
export * from './count.ts';
export * from './ledger.ts';
export * from './outbox.ts';
export * from './transfer.ts';

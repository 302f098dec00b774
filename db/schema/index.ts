export * from './catalogue.ts';
export * from './company.ts';
export * from './ledger.ts';
export * from './outbox.ts';

import type { Control } from '../control.ts';

/** What keeps companies, roles and foreign pages apart. */
export const ofStrangers: Control[] = [
  {
    protection: 'a statement names its company',
    change: { file: 'db/statement.ts', from: "if (!asked.has('company')) throw notBound(composed);", to: '' },
    file: 'test/tenancy.test.ts',
    test: 'a statement that names no company is refused where it is written',
  },
  {
    protection: 'the company comes from the credential, whatever a caller sends',
    change: {
      file: 'db/statement.ts',
      from: 'bind: (context) => fill({ ...input, ...context })',
      to: 'bind: (context) => fill({ ...context, ...input })',
    },
    file: 'test/tenancy.test.ts',
    test: 'what a caller sends cannot take the place of the company',
  },
  {
    protection: 'a record is found in its own company alone',
    change: {
      file: 'db/record.ts',
      from: "sql`${table.companyId} = ${slot('company')} and ${table.id} = ${slot('id')}`",
      to: "sql`${slot('company')} and ${table.id} = ${slot('id')}`",
    },
    file: 'test/tenancy.test.ts',
    test: 'catalogue.warehouse.get answers for the ids of others as for none',
  },
  {
    protection: 'a movement is found in its own company alone',
    change: {
      file: 'db/ledger/movement.ts',
      from: "${movements.companyId} = ${slot('company')} and ${movements.id} = ${slot('id')}`,\n);\n\nexport const getMovement",
      to: "${slot('company')} and ${movements.id} = ${slot('id')}`,\n);\n\nexport const getMovement",
    },
    file: 'test/tenancy.test.ts',
    test: 'ledger.movement.get answers for the ids of others as for none',
  },
  {
    protection: 'a role may do what it may do',
    change: {
      file: 'api/procedure.ts',
      from: 'if (ranks[ctx.identity.role] < ranks[needed])',
      to: 'if (false)',
    },
    file: 'test/ledger/movement.test.ts',
    test: 'a caller without a role that may write writes nothing',
  },
  {
    protection: 'a page of another site changes nothing with its visitor’s cookie',
    change: {
      file: 'api/procedure.ts',
      from: "type === 'mutation' && !ctx.browser.isSameOrigin",
      to: 'false',
    },
    file: 'test/session/origin.test.ts',
    test: 'a change by cookie is refused at both doors',
  },
  {
    protection: 'a revoked key is worth nothing',
    change: { file: 'db/company/identity.ts', from: ' and k.revoked_at is null', to: '' },
    file: 'test/tenancy/role.test.ts',
    test: 'is worth nothing at once after it is revoked here',
  },
  {
    protection: 'a key has its rate',
    change: { file: 'api/rate.ts', from: 'return tokens >= 1 ? 0', to: 'return true ? 0' },
    file: 'test/limit.test.ts',
    test: 'five seconds of calls at once, then 429',
  },
  {
    protection: 'a spreadsheet runs nothing that somebody typed',
    change: { file: 'web/csv/write.ts', from: 'FORMULA.test(text) &&', to: 'false &&' },
    file: 'test/csv/csv.test.ts',
    test: 'what a spreadsheet would run as a formula is kept from it',
  },
];

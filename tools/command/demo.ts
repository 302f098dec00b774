import * as z from 'zod';
import { showLink } from '../../db/company/sign-in.ts';
import { COMPANY, type Demo, HISTORY_DAYS, makeDemo, OWNER } from '../demo/demo.ts';
import { count, defineCommand } from './command.ts';
import { keyLines } from './company.ts';
import { linkLines } from './member.ts';

export const demoCommand = defineCommand({
  words: 'demo',
  about: `Make a company with goods, suppliers and ${HISTORY_DAYS} days of history`,
  input: {
    seed: z
      .string()
      .regex(/^\d{1,9}$/, 'must be a whole number, like 7')
      .transform(Number)
      .default(1),
  },
  options: { seed: ['NUMBER', 'another number makes another history; 1 if left out'] },
  async work({ database, address, progress }, { seed }) {
    const demo = await makeDemo(database, { seed, now: Date.now(), progress });
    const { companyId, apiKey, counts } = demo;
    const owner = { company: companyId, email: OWNER.email, address };
    const url = await showLink(database, owner, Date.now());
    return {
      json: { company_id: companyId, api_key: apiKey, url, seed, ...counts },
      lines: [
        ...described(demo),
        '',
        ...linkLines(url),
        '',
        ...keyLines(apiKey),
        `Docs      ${address}/docs`,
        '',
        ...trials(demo, address),
      ],
    };
  },
});

const described = ({ companyId, counts }: Demo): string[] => [
  `${COMPANY.name} is company ${companyId}:`,
  `  ${count(counts.products, 'product')} (${counts.archived} archived) and ${count(counts.bundles, 'bundle')} in ${count(counts.warehouses, 'warehouse')}`,
  `  ${count(counts.suppliers, 'supplier')} with ${count(counts.terms, 'price')}`,
  `  ${count(counts.movements, 'movement')} in the last ${HISTORY_DAYS} days`,
  `  ${count(counts.alerts, 'low-stock alert')}`,
];

function trials({ companyId, apiKey, sample }: Demo, address: string): string[] {
  const key = `-H 'Authorization: Bearer ${apiKey}'`;
  const { productId, warehouseId } = sample;
  const sale = { type: 'sale', product_id: productId, warehouse_id: warehouseId, quantity: 1 };
  return [
    'Try it, while `npm start` runs. What is low, soonest to run out first:',
    `  curl -s '${address}/api/companies/${companyId}/alerts/low-stock?limit=5' ${key}`,
    'Record a sale:',
    `  curl -s ${address}/api/movements ${key} -H 'Content-Type: application/json' -d '${JSON.stringify(sale)}'`,
    'The history of that product there, newest first:',
    `  curl -s '${address}/api/movements?product_id=${productId}&warehouse_id=${warehouseId}&limit=3' ${key}`,
  ];
}

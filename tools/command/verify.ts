import { type Difference, productRanges, verifyRange } from '../../db/ledger/verify.ts';
import { companyId, count, defineCommand } from './command.ts';
import { scopesOf } from './desk.ts';

type Found = Difference & { company: number };

export const verifyCommand = defineCommand({
  words: 'verify',
  about: 'Compare every stored figure with the movements; exit code 1 if any differs',
  input: { company: companyId.optional() },
  options: { company: ['ID', 'this company only'] },
  async work({ database, progress }, { company }) {
    const checked = { companies: 0, products: 0, figures: 0 };
    const found: Found[] = [];
    for await (const scope of scopesOf(database, company)) {
      checked.companies += 1;
      for await (const range of productRanges(scope)) {
        const { figures, differences } = await verifyRange(scope, range);
        checked.products += range.products;
        checked.figures += figures;
        for (const difference of differences) found.push({ ...difference, company: scope.company });
        progress(
          `Company ${scope.company}: ${count(checked.figures, 'figure')} checked, ${found.length} differ`,
        );
      }
    }
    return {
      json: { ...checked, differences: found.map(wire) },
      lines: [...found.map(line), ...summary(checked, found)],
      exitCode: found.length === 0 ? 0 : 1,
    };
  },
});

const wire = ({ company, figure, productId, warehouseId, at, stored, expected }: Found) => ({
  company_id: company,
  figure,
  product_id: productId,
  warehouse_id: warehouseId,
  at: dayOrId(figure, at),
  stored: dated(figure, stored),
  expected: dated(figure, expected),
});

const line = ({ company, figure, productId, warehouseId, at, stored, expected }: Found): string =>
  [
    `company ${company}`,
    `product ${productId}`,
    ...(warehouseId === null ? [] : [`warehouse ${warehouseId}`]),
    `${figure}${at === null ? '' : ` ${PLACES_IN_TIME[figure] ?? 'on'} ${dayOrId(figure, at)}`}`,
    `stored ${dated(figure, stored) ?? 'nothing'}`,
    `expected ${dated(figure, expected) ?? 'nothing'}`,
  ].join(', ');

const PLACES_IN_TIME: Partial<Record<Difference['figure'], string>> = {
  balance: 'after movement',
  in_transit: 'in transfer',
  arrived: 'in transfer',
  received: 'in order',
};

const dayOrId = (figure: Difference['figure'], at: number | null): string | number | null =>
  at !== null && (figure === 'sold' || figure === 'net') ? dateOf(at) : at;

const dated = (figure: Difference['figure'], value: number | null): string | number | null =>
  value !== null && figure === 'out_since' ? dateOf(value) : value;

const dateOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

function summary(
  { companies, products, figures }: { companies: number; products: number; figures: number },
  found: Found[],
): string[] {
  const checked = `Checked ${count(figures, 'figure')} of ${count(products, 'product')} in ${count(companies, 'company', 'companies')}`;
  if (found.length === 0) return [`${checked}: all follow from the movements.`];
  const isHistory = found.some(({ figure }) => figure === 'balance');
  return [
    `${checked}: ${found.length.toLocaleString('en')} ${found.length === 1 ? 'differs' : 'differ'}.`,
    'Put them right with: npm run -s stockflow -- rebuild',
    ...(isHistory
      ? ['A balance belongs to the history, which nothing here changes: compare with a backup.']
      : []),
  ];
}

import { rebuild } from '../../db/ledger/rebuild.ts';
import { retryErrands } from '../../db/outbox.ts';
import { recompute } from '../../worker/job/recompute.ts';
import { companyId, count, defineCommand } from './command.ts';
import { scopesOf } from './desk.ts';

export const rebuildCommand = defineCommand({
  words: 'rebuild',
  about: 'Make every derived figure anew from the movements, velocities and shortages too',
  input: { company: companyId.optional() },
  options: { company: ['ID', 'this company only'] },
  async work({ database, progress }, { company }) {
    const rebuilt = { companies: 0, places: 0, computed: 0 };
    const failed: string[] = [];
    for await (const scope of scopesOf(database, company)) {
      rebuilt.companies += 1;
      for await (const places of rebuild(scope)) {
        rebuilt.places += places;
        progress(`Company ${scope.company}: ${count(rebuilt.places, 'place')} rebuilt`);
      }
      const onProgress = (places: number) => {
        rebuilt.computed += places;
        progress(`Company ${scope.company}: ${count(rebuilt.computed, 'place')} computed`);
      };
      await retryErrands(scope);
      const found = await recompute(scope, { onProgress });
      for (const { productId, warehouseId, error } of found.failed)
        failed.push(`company ${scope.company}, product ${productId}, warehouse ${warehouseId}: ${error}`);
    }
    const where = count(rebuilt.companies, 'company', 'companies');
    return {
      json: { ...rebuilt, failed },
      lines: [
        ...failed,
        `Rebuilt ${count(rebuilt.places, 'place')} (a product in a warehouse) in ${where} from the movements.`,
      ],
      exitCode: failed.length === 0 ? 0 : 1,
    };
  },
});

import { rebuild } from '../../db/ledger/rebuild.ts';
import { companyId, count, defineCommand } from './command.ts';
import { scopesOf } from './desk.ts';

export const rebuildCommand = defineCommand({
  words: 'rebuild',
  about: 'Make every derived figure anew from the movements, and velocity as a plain mean',
  input: { company: companyId.optional() },
  options: { company: ['ID', 'this company only'] },
  async work({ database, progress }, { company }) {
    const rebuilt = { companies: 0, places: 0 };
    for await (const scope of scopesOf(database, company)) {
      rebuilt.companies += 1;
      for await (const places of rebuild(scope)) {
        rebuilt.places += places;
        progress(`Company ${scope.company}: ${count(rebuilt.places, 'place')} rebuilt`);
      }
    }
    const where = count(rebuilt.companies, 'company', 'companies');
    return {
      json: rebuilt,
      lines: [
        `Rebuilt ${count(rebuilt.places, 'place')} (a product in a warehouse) in ${where} from the movements.`,
      ],
    };
  },
});

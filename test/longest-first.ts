import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest begins first, or it would be left alone at the end. What `last` names comes after all the others. */
export const longestFirst = (long: string[], last?: RegExp) =>
  class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      const rank = ({ moduleId }: TestSpecification) => {
        const place = long.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
        return (last?.test(moduleId) ? long.length + 1 : 0) + (place < 0 ? long.length : place);
      };
      return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
    }
  };

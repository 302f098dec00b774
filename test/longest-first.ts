import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest begins first, or it would be left alone at the end. What `first` names comes before all the others. */
export const longestFirst = (long: string[], first?: RegExp) =>
  class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      const rank = ({ moduleId }: TestSpecification) => {
        const place = long.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
        return (first?.test(moduleId) ? 0 : long.length + 1) + (place < 0 ? long.length : place);
      };
      return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
    }
  };

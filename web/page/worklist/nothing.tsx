import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { Empty } from '../../part/empty.tsx';
import { later } from '../../part/later.tsx';
import { Loaded } from '../../part/loaded.tsx';
import { hasBegun, useBeginnings } from '../welcome/beginnings.ts';

const FirstSteps = later('first steps', () => import('../welcome/first-steps.tsx'), {
  what: 'the first steps',
});

type Props = { isNarrowed: boolean; reset: () => void };

/** A company that has just begun, a good day, or a filter that hides the others. */
export function Nothing(props: Props) {
  return (
    <Loaded what="what there is" query={useBeginnings()}>
      {(has) => (hasBegun(has) ? <NothingLow {...props} /> : <FirstSteps has={has} />)}
    </Loaded>
  );
}

function NothingLow({ isNarrowed, reset }: Props) {
  if (isNarrowed)
    return (
      <Empty
        icon="search"
        title="Nothing like that runs low"
        actions={
          <Button variant="default" onClick={reset}>
            Show all that runs low
          </Button>
        }
      >
        What you narrowed the list to holds nothing.
      </Empty>
    );
  return (
    <Empty
      icon="check"
      title="Nothing runs low"
      actions={
        <Button component={Link} href="/catalogue" variant="default">
          Look at the catalogue
        </Button>
      }
    >
      What sells and falls to its threshold stands here, the soonest to run out first, with an order ready to
      send.
    </Empty>
  );
}

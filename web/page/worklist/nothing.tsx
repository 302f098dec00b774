import { Button } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { Link } from 'wouter';
import { Empty } from '../../part/empty.tsx';
import { Waiting } from '../../part/waiting.tsx';
import { hasBegun, useBeginnings } from '../welcome/beginnings.ts';

const FirstSteps = lazy(() => import('../welcome/first-steps.tsx'));

/** A company that has just begun, a good day, or a filter that hides the others. */
export function Nothing({ isNarrowed, reset }: { isNarrowed: boolean; reset: () => void }) {
  const has = useBeginnings();
  if (has && !hasBegun(has))
    return (
      <Suspense fallback={<Waiting what="the first steps" />}>
        <FirstSteps has={has} />
      </Suspense>
    );
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

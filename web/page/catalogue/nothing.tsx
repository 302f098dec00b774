import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Empty } from '../../part/empty.tsx';
import type { IconName } from '../../part/icon.tsx';
import type { Narrowing } from './listing.tsx';

type Props = {
  /** "products" */
  what: string;
  icon: IconName;
  narrowing: Narrowing;
  actions: ReactNode;
  /** What they are good for. */
  children: ReactNode;
};

/** Nothing is found, nothing is in the archive, or there is nothing yet. */
export function Nothing({ what, icon, narrowing, actions, children }: Props) {
  if (narrowing.search)
    return (
      <Empty
        icon="search"
        title={`No ${what} found`}
        actions={
          <Button variant="default" onClick={narrowing.reset}>
            Show all {what}
          </Button>
        }
      >
        None{narrowing.state !== 'all' && ` that is ${narrowing.state}`} has “{narrowing.search}” in its name.
        Try fewer letters.
      </Empty>
    );
  if (narrowing.state === 'archived')
    return (
      <Empty icon="archive" title="Nothing is archived">
        What is archived is kept with its history, and is in nobody’s way. It can be taken back from here.
      </Empty>
    );
  return (
    <Empty icon={icon} title={`No ${what} yet`} actions={actions}>
      {children}
    </Empty>
  );
}

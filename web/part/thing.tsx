import type { ReactNode } from 'react';
import { troubleOf } from '../fault.ts';
import { Empty } from './empty.tsx';
import type { IconName } from './icon.tsx';
import { type Asked, Loaded } from './loaded.tsx';
import { Page } from './page.tsx';

type Props<Data> = {
  /** "warehouse" */
  what: string;
  icon: IconName;
  /** The list that it stands in. */
  above: { href: string; name: string };
  query: Asked<Data>;
  /** Where it may be, when it is not here. */
  gone: string;
  children: (data: Data) => ReactNode;
};

/** A page about one thing. Until the thing is here, and when there is no such thing, the page says so, and leads back. */
export function Thing<Data>({ what, icon, above, query, gone, children }: Props<Data>) {
  const isGone = query.error !== null && isMissing(troubleOf(query.error).code);
  if (query.data !== undefined && !isGone) return children(query.data);
  if (isGone)
    return (
      <Page title={`No such ${what}`} above={above}>
        <Empty icon={icon} title={`There is no such ${what}`}>
          {gone}
        </Empty>
      </Page>
    );
  return (
    <Page title={`${what.slice(0, 1).toUpperCase()}${what.slice(1)}`} above={above}>
      <Loaded what={`the ${what}`} query={query}>
        {children}
      </Loaded>
    </Page>
  );
}

/** An address may hold what is no number, too. */
const isMissing = (code: string): boolean => code.endsWith('_not_found') || code === 'invalid_input';

import type { ReactNode } from 'react';
import { Page } from '../../part/page.tsx';
import { Tabs } from '../../part/tabs.tsx';

const pages = [
  { href: '/settings', name: 'Company' },
  { href: '/settings/ordering', name: 'Ordering' },
  { href: '/settings/members', name: 'Members' },
  { href: '/settings/keys', name: 'API keys' },
  { href: '/settings/devices', name: 'Your devices' },
];

type Props = { note: string; actions?: ReactNode; children: ReactNode };

/** One of the pages of settings. */
export const SettingsPage = ({ note, actions, children }: Props) => (
  <Page title="Settings" note={note} actions={actions} tabs={<Tabs label="Settings" pages={pages} />}>
    {children}
  </Page>
);

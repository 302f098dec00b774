import {
  ActionIcon,
  Menu,
  Tooltip,
  UnstyledButton,
  useMantineColorScheme,
  VisuallyHidden,
} from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { trpc } from '../client.ts';
import { homeOf } from '../company.ts';
import { useSession } from '../session.tsx';
import css from './account.module.css';
import { Icon, type IconName } from './icon.tsx';
import { complain } from './toast.tsx';

/** The person, and how the window looks. */
export function Account({ showKeys }: { showKeys: () => void }) {
  const { member, role } = useSession();
  return (
    <div className={css.account}>
      <Menu position="top-start" width={250}>
        <Menu.Target>
          <UnstyledButton className={css.person ?? ''}>
            <VisuallyHidden>Your account:</VisuallyHidden>
            <span className={css.face} aria-hidden="true">
              {(member?.name ?? 'K').slice(0, 1).toUpperCase()}
            </span>
            <span className={css.name}>
              <strong>{member?.name ?? 'API key'}</strong>
              <span>{role}</span>
            </span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Companies />
          <Schemes />
          <Leave />
        </Menu.Dropdown>
      </Menu>
      <Tooltip label="Keyboard (?)">
        <ActionIcon className={css.keys ?? ''} aria-label="Keyboard shortcuts" onClick={showKeys}>
          <Icon name="keyboard" size={18} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

/** Each is an address of its own: opened in another tab, both stay side by side. */
function Companies() {
  const { company, companies } = useSession();
  const choose = useMutation(
    trpc.session.switchCompany.mutationOptions({
      // From the top: nothing of one company is left in a tab that shows another.
      onSuccess: (session) => location.assign(`${homeOf(session.company.id)}/`),
      onError: complain,
    }),
  );
  if (companies.length < 2) return null;
  return (
    <>
      <Menu.Label>Company</Menu.Label>
      {companies.map(({ id, name }) => (
        <Menu.Item
          key={id}
          component="a"
          href={`${homeOf(id)}/`}
          aria-current={id === company.id || undefined}
          rightSection={id === company.id && <Icon name="check" />}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            if (id !== company.id) choose.mutate({ companyId: id });
          }}
        >
          {name}
        </Menu.Item>
      ))}
      <Menu.Divider />
    </>
  );
}

const schemes: [value: 'light' | 'auto' | 'dark', name: string, icon: IconName][] = [
  ['light', 'Light', 'sun'],
  ['auto', 'As the system', 'system'],
  ['dark', 'Dark', 'moon'],
];

function Schemes() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <Menu.Label>Colours</Menu.Label>
      {schemes.map(([value, name, icon]) => (
        <Menu.Item
          key={value}
          leftSection={<Icon name={icon} />}
          rightSection={value === colorScheme && <Icon name="check" />}
          onClick={() => setColorScheme(value)}
        >
          {name}
        </Menu.Item>
      ))}
    </>
  );
}

function Leave() {
  const { member } = useSession();
  const end = useMutation(
    trpc.session.end.mutationOptions({
      // From the top: nothing of what was seen stays in this tab.
      onSuccess: () => location.assign('/sign-in'),
      onError: complain,
    }),
  );
  if (!member) return null;
  return (
    <>
      <Menu.Divider />
      <Menu.Item leftSection={<Icon name="leave" />} onClick={() => end.mutate()}>
        Sign out
      </Menu.Item>
    </>
  );
}

import { ActionIcon, Menu, Tooltip, useMantineColorScheme } from '@mantine/core';
import css from './account.module.css';
import { Icon, type IconName } from './icon.tsx';

/** The person, and how the window looks. */
export function Account({ showKeys }: { showKeys: () => void }) {
  return (
    <div className={css.account}>
      <Scheme />
      <Tooltip label="Keyboard (?)">
        <ActionIcon className={css.keys} aria-label="Keyboard shortcuts" onClick={showKeys}>
          <Icon name="keyboard" size={18} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

const schemes: [value: 'light' | 'auto' | 'dark', name: string, icon: IconName][] = [
  ['light', 'Light', 'sun'],
  ['auto', 'As the system', 'system'],
  ['dark', 'Dark', 'moon'],
];

function Scheme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const current = schemes.find(([value]) => value === colorScheme) ?? schemes[1];
  return (
    <Menu position="top-start" width={170}>
      <Menu.Target>
        <ActionIcon aria-label={`Colours: ${current?.[1]}`}>
          <Icon name={current?.[2] ?? 'system'} size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
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
      </Menu.Dropdown>
    </Menu>
  );
}

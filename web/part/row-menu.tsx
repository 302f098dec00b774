import { Menu } from '@mantine/core';
import { useMay } from '../session.tsx';
import { reasonFor } from './act.tsx';
import { Dots } from './dots.tsx';
import { Icon, type IconName } from './icon.tsx';

type Props = {
  /** Of what: "Earl Grey". */
  name: string;
  needs: 'operator' | 'owner';
  actions: { name: string; icon: IconName; run: () => void; isDangerous?: boolean }[];
};

/** What can be done with a row. Who may not do it is told why. */
export function RowMenu({ name, needs, actions }: Props) {
  const may = useMay(needs);
  return (
    <Dots label={`What to do with ${name}`} width={may ? 180 : 240}>
      {!may && <Menu.Label>{reasonFor(needs)}</Menu.Label>}
      {actions.map(({ name, icon, run, isDangerous = false }) => (
        <Menu.Item
          key={name}
          leftSection={<Icon name={icon} />}
          disabled={!may}
          {...(isDangerous && { color: 'red' })}
          onClick={run}
        >
          {name}
        </Menu.Item>
      ))}
    </Dots>
  );
}

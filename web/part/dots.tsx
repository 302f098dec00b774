import { ActionIcon, Menu } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Icon } from './icon.tsx';

type Props = { label: string; width: number; size?: number; children: ReactNode };

/** The three dots of a row. The menu behind them is made when it is first asked for: a list has hundreds of rows. */
export function Dots({ label, width, size = 16, children }: Props) {
  const [isMade, make] = useState(false);
  const [isOpen, open] = useState(false);
  const target = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isMade) return;
    target.current?.focus();
    open(true);
  }, [isMade]);
  const icon = <Icon name="more" size={size} />;
  if (!isMade)
    return (
      <ActionIcon aria-label={label} aria-haspopup="menu" aria-expanded={false} onClick={() => make(true)}>
        {icon}
      </ActionIcon>
    );
  return (
    <Menu width={width} opened={isOpen} onChange={open}>
      <Menu.Target>
        <ActionIcon ref={target} aria-label={label}>
          {icon}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}

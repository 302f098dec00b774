import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useRef, useState } from 'react';
import { Icon } from './icon.tsx';
import { useShortcuts } from './shortcut.tsx';

type Props = { label: string; value: string; onChange: (value: string) => void };

/** Searches while one types, a moment after the last letter. / goes there. */
export function SearchField({ label, value, onChange }: Props) {
  const [typed, setTyped] = useState(value);
  const field = useRef<HTMLInputElement>(null);
  const tell = useDebouncedCallback(onChange, 200);
  const set = (next: string) => {
    setTyped(next);
    tell(next.trim());
  };
  useShortcuts('Lists', [{ keys: '/', does: 'Search', run: () => field.current?.focus() }]);
  return (
    <TextInput
      ref={field}
      type="search"
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(event) => set(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Escape' && field.current?.blur()}
      leftSection={<Icon name="search" />}
      rightSection={typed && <CloseButton size="sm" aria-label="Clear search" onClick={() => set('')} />}
      style={{ flex: '1 1 14rem', maxWidth: '24rem' }}
    />
  );
}

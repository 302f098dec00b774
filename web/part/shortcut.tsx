import { useEffect, useEffectEvent, useState } from 'react';
import { hold, useHeld } from '../held.ts';
import { Panel } from './panel.tsx';
import css from './shortcut.module.css';

/** Keys like 'j', 'Enter', '?', or two in a row: 'g o'. */
export type Shortcut = { keys: string; does: string; run: () => void };

type Group = { title: string; shortcuts: Shortcut[] };

const groups = hold<readonly Group[]>([]);

/** While the caller is on the page, its keys work and stand in the help. */
export function useShortcuts(title: string, shortcuts: Shortcut[]): void {
  const press = useEffectEvent((keys: string) => shortcuts.find((one) => one.keys === keys)?.run());
  const names = shortcuts.map(({ keys, does }) => `${keys}\n${does}`).join('\n\n');
  useEffect(() => {
    const lines = names.split('\n\n').map((name) => name.split('\n'));
    const group = {
      title,
      shortcuts: lines.map(([keys = '', does = '']) => ({ keys, does, run: () => press(keys) })),
    };
    groups.set([...groups.get(), group]);
    return () => groups.set(groups.get().filter((other) => other !== group));
  }, [title, names]);
}

const SEQUENCE_MS = 900;

/** One listener for all; silent while somebody types or a dialog is open. */
function listen(): () => void {
  let before = { key: '', at: 0 };
  const pressed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTaken(event)) return;
    const pair = event.timeStamp - before.at < SEQUENCE_MS ? `${before.key} ${event.key}` : '';
    before = { key: event.key, at: event.timeStamp };
    const all = groups
      .get()
      .toReversed()
      .flatMap(({ shortcuts }) => shortcuts);
    const found = all.find(({ keys }) => keys === pair) ?? all.find(({ keys }) => keys === event.key);
    if (!found) return;
    event.preventDefault();
    before = { key: '', at: 0 };
    found.run();
  };
  addEventListener('keydown', pressed);
  return () => removeEventListener('keydown', pressed);
}

function isTaken({ target, key }: KeyboardEvent): boolean {
  if (document.body.hasAttribute('data-dialog-open')) return true;
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.closest('input, textarea, select, [contenteditable], [role=listbox], [role=menu], [role=slider]')
  )
    return true;
  return (key === 'Enter' || key === ' ') && target.closest('a, button, summary') !== null;
}

/** Listens, and shows with ? which keys there are. */
export function Shortcuts({ isOpen, toggle }: { isOpen: boolean; toggle: (isOpen: boolean) => void }) {
  const shown = useHeld(groups);
  useEffect(listen, []);
  useShortcuts('Anywhere', [{ keys: '?', does: 'Show these keys', run: () => toggle(true) }]);
  return (
    <Panel title="Keyboard" isOpen={isOpen} close={() => toggle(false)} size="lg">
      <div className={css.groups}>
        {shown.toReversed().map(({ title, shortcuts }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl className={css.keys}>
              {shortcuts.map(({ keys, does }) => (
                <div key={keys}>
                  <dt>
                    {keys.split(' ').map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Panel>
  );
}

export function useHelp() {
  const [isOpen, toggle] = useState(false);
  return { isOpen, toggle };
}

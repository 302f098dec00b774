import { Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useEffect } from 'react';
import css from './panel.module.css';

type Props = {
  title: string;
  isOpen: boolean;
  close: () => void;
  size?: string | number;
  /** What it shows is shown once: only a button closes it. */
  isKept?: boolean;
  children: ReactNode;
};

/** A dialog: in the middle of a desk, from edge to edge on a phone. */
export function Panel({ title, isOpen, close, size = 'md', isKept = false, children }: Props) {
  const isPhone = useMediaQuery('(max-width: 48em)');
  useEffect(() => {
    if (!isOpen) return;
    document.body.toggleAttribute('data-dialog-open', true);
    return () => void document.body.toggleAttribute('data-dialog-open', false);
  }, [isOpen]);
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={title}
      size={size}
      classNames={{
        content: css.content ?? '',
        header: css.header ?? '',
        title: css.title ?? '',
        body: css.inside ?? '',
        inner: css.inner ?? '',
      }}
      fullScreen={false}
      // A click beside it would lose what was typed.
      closeOnClickOutside={false}
      closeOnEscape={!isKept}
      centered={!isPhone}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {children}
    </Modal>
  );
}

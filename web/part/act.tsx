import { Button, type ButtonProps, Tooltip } from '@mantine/core';
import type { ComponentPropsWithRef } from 'react';
import { type Role, useMay } from '../session.tsx';

type Props = ButtonProps & ComponentPropsWithRef<'button'> & { needs: Role; isBusy?: boolean };

/** A button for those whose role allows it; the others see it, and why they cannot. */
export function Act({ needs, isBusy = false, onClick, ...rest }: Props) {
  const may = useMay(needs);
  const button = (
    <Button
      {...rest}
      loading={isBusy}
      aria-disabled={!may}
      data-disabled={!may || undefined}
      onClick={(event) => (may ? onClick?.(event) : event.preventDefault())}
    />
  );
  return may ? button : <Tooltip label={reasonFor(needs)}>{button}</Tooltip>;
}

export const reasonFor = (needed: Role): string =>
  needed === 'owner'
    ? 'Only owners may do this. Ask an owner of your company.'
    : 'Your role is to look. Ask an owner of your company to become an operator.';

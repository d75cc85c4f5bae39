// SPDX-License-Identifier: GPL-2.0-or-later
import type { ReactNode } from 'react';
import { Button as AriaButton, ToggleButton as AriaToggleButton, type ButtonProps as AriaButtonProps, type ToggleButtonProps as AriaToggleButtonProps } from 'react-aria-components';
import { Icon, type IconName } from '../icons/icon.dom';
import { Tooltip } from './tooltip.dom';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';

export interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style'> {
  readonly variant?: ButtonVariant;
  readonly icon?: IconName;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** While `isPending` it turns and does nothing. RAC's own way announces it by a node that points at the button, also when that is gone. */
export function Button({ variant = 'secondary', icon, wide, children, isPending = false, onPress, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} {...(onPress && !isPending ? { onPress } : {})} aria-disabled={isPending || undefined} className={`button button-${variant}${wide ? ' button-wide' : ''}`}>
      {isPending ? <span className="spinner" aria-hidden="true" /> : icon && <Icon name={icon} size={18} />}
      <span>{children}</span>
    </AriaButton>
  );
}

export interface IconButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style' | 'aria-label'> {
  readonly icon: IconName;
  /** Said by a screen reader and shown in the tooltip. */
  readonly label: string;
  /** Keys that do the same, for the tooltip: 'Ctrl+K'. */
  readonly keys?: string;
  readonly size?: 'small' | 'normal';
  readonly danger?: boolean;
}

export function IconButton({ icon, label, keys, size = 'normal', danger, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} keys={keys}>
      <AriaButton {...rest} aria-label={label} className={`icon-button icon-button-${size}${danger ? ' icon-button-danger' : ''}`}>
        <Icon name={icon} size={size === 'small' ? 18 : 20} />
      </AriaButton>
    </Tooltip>
  );
}

export interface IconToggleProps extends Omit<AriaToggleButtonProps, 'children' | 'className' | 'style' | 'aria-label'> {
  readonly icon: IconName;
  readonly label: string;
  readonly keys?: string;
}

export function IconToggle({ icon, label, keys, ...rest }: IconToggleProps) {
  return (
    <Tooltip text={label} keys={keys}>
      <AriaToggleButton {...rest} aria-label={label} className="icon-button icon-button-normal">
        <Icon name={icon} />
      </AriaToggleButton>
    </Tooltip>
  );
}

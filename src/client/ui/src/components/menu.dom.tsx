// SPDX-License-Identifier: GPL-2.0-or-later
import type { ReactElement, ReactNode, RefObject } from 'react';
import { Header, Menu as AriaMenu, MenuItem as AriaMenuItem, MenuSection as AriaMenuSection, MenuTrigger, Popover, Separator, type Key, type PopoverProps } from 'react-aria-components';
import { Icon, type IconName } from '../icons/icon.dom';

/** A button and the menu it opens. `trigger` is a RAC button. */
export function MenuButton({ trigger, label, placement = 'bottom end', onAction, children }: { readonly trigger: ReactElement; readonly label: string; readonly placement?: PopoverProps['placement']; readonly onAction?: (key: Key) => void; readonly children: ReactNode }) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="popover" placement={placement ?? 'bottom end'}>
        <AriaMenu className="menu" aria-label={label} {...(onAction ? { onAction } : {})}>
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

/** A menu opened by a right click, a long press or Shift+F10, at `anchor`. The focus goes back by itself. */
export function ContextMenu({ open, onClose, anchor, label, onAction, children }: { readonly open: boolean; readonly onClose: () => void; readonly anchor: RefObject<Element | null>; readonly label: string; readonly onAction?: (key: Key) => void; readonly children: ReactNode }) {
  return (
    <Popover className="popover" isOpen={open} onOpenChange={(isOpen) => !isOpen && onClose()} triggerRef={anchor} placement="bottom start">
      <AriaMenu className="menu" aria-label={label} autoFocus="first" onClose={onClose} {...(onAction ? { onAction } : {})}>
        {children}
      </AriaMenu>
    </Popover>
  );
}

export interface MenuItemProps {
  readonly id: string;
  readonly icon?: IconName;
  readonly label: string;
  readonly keys?: string;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly href?: string;
  readonly onAction?: () => void;
}

export function MenuItem({ id, icon, label, keys, danger, disabled, href, onAction }: MenuItemProps) {
  return (
    <AriaMenuItem id={id} textValue={label} isDisabled={disabled ?? false} {...(href ? { href } : {})} {...(onAction ? { onAction } : {})} className={`menu-item${danger ? ' menu-item-danger' : ''}`}>
      {icon && <Icon name={icon} size={18} />}
      <span className="menu-item-label">{label}</span>
      {keys && <kbd className="keys">{keys}</kbd>}
    </AriaMenuItem>
  );
}

export function MenuSection({ title, children }: { readonly title?: string; readonly children: ReactNode }) {
  return (
    <AriaMenuSection className="menu-section" {...(title ? {} : { 'aria-label': ' ' })}>
      {title && <Header className="menu-title">{title}</Header>}
      {children}
    </AriaMenuSection>
  );
}

export function MenuSeparator() {
  return <Separator className="menu-separator" />;
}

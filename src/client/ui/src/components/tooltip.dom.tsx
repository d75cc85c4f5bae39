// SPDX-License-Identifier: GPL-2.0-or-later
import type { ReactElement } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger, type TooltipProps } from 'react-aria-components';

/** `children` is one RAC control that can have the focus. */
export function Tooltip({ text, keys, placement = 'top', children }: { readonly text: string; readonly keys?: string | undefined; readonly placement?: TooltipProps['placement']; readonly children: ReactElement }) {
  return (
    <TooltipTrigger delay={500} closeDelay={100}>
      {children}
      <AriaTooltip className="tooltip" placement={placement ?? 'top'} offset={6}>
        {text}
        {keys && <kbd className="keys">{keys}</kbd>}
      </AriaTooltip>
    </TooltipTrigger>
  );
}

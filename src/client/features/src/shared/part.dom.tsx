// SPDX-License-Identifier: GPL-2.0-or-later
// Parts of the screen that come when they are first wanted. One that doesn't come, because the network is away or the
// server has a newer client by now, must not take the screen with it.

import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState, type ComponentType } from 'react';
import { Button } from '@alloquy/ui/components/button.dom';
import { Dialog } from '@alloquy/ui/components/dialog.dom';
import { EmptyState, Skeleton } from '@alloquy/ui/components/feedback.dom';

/** With `onClose` it is something that lies over the screen, and nothing is shown until it is here. */
export function part<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let loaded: ComponentType<Props> | null = null;
  return function Part(props: Props) {
    const [Content, setContent] = useState<ComponentType<Props> | null>(() => loaded);
    const [failed, setFailed] = useState(false);
    useEffect(() => {
      if (loaded) return;
      let wanted = true;
      load().then(
        (component) => {
          loaded = component;
          if (wanted) setContent(() => component);
        },
        () => wanted && setFailed(true),
      );
      return () => {
        wanted = false;
      };
    }, []);
    if (Content) return <Content {...props} />;
    const onClose = 'onClose' in props ? (props.onClose as () => void) : null;
    if (failed) return <MissingPart onClose={onClose} />;
    return onClose === null ? <Waiting /> : null;
  };
}

function Waiting() {
  const { t } = useLingui();
  return <Skeleton lines={6} label={t`Loading`} />;
}

function MissingPart({ onClose }: { readonly onClose: (() => void) | null }) {
  const { t } = useLingui();
  const title = t`This part can’t be loaded`;
  const text = <Trans>Check your connection. If it is fine, the server has a newer version: reload the page. What you are writing is kept.</Trans>;
  const reload = <Button variant="primary" icon="refresh" onPress={() => location.reload()}>{t`Reload`}</Button>;
  if (onClose === null) return <EmptyState icon="offline" title={title} actions={reload}>{text}</EmptyState>;
  return (
    <Dialog title={title} open onClose={onClose} closeLabel={t`Close`} size="small" footer={reload}>
      <p>{text}</p>
    </Dialog>
  );
}

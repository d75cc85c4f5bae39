// SPDX-License-Identifier: GPL-2.0-or-later
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Button, IconButton } from './button.dom';

export interface DialogProps {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly closeLabel: string;
  readonly size?: 'small' | 'normal' | 'large';
  /** For questions that must be answered: doesn't close by a click beside it, and is announced as an alert. */
  readonly alert?: boolean;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
}

export function Dialog({ title, open, onClose, closeLabel, size = 'normal', alert = false, children, footer }: DialogProps) {
  return (
    <ModalOverlay isOpen={open} onOpenChange={(isOpen) => !isOpen && onClose()} isDismissable={!alert} className="overlay">
      <Modal className={`dialog dialog-${size}`}>
        <AriaDialog role={alert ? 'alertdialog' : 'dialog'} className="dialog-body">
          <header className="dialog-header">
            <Heading slot="title" className="dialog-title">
              {title}
            </Heading>
            <IconButton icon="close" label={closeLabel} onPress={onClose} />
          </header>
          <div className="dialog-content">{children}</div>
          {footer && <footer className="dialog-footer">{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

export interface ConfirmProps {
  readonly title: string;
  readonly open: boolean;
  readonly confirm: string;
  readonly cancel: string;
  readonly danger?: boolean;
  readonly pending?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function ConfirmDialog({ title, open, confirm, cancel, danger, pending = false, onConfirm, onClose, children }: ConfirmProps) {
  const footer = (
    <>
      <Button variant="quiet" onPress={onClose}>
        {cancel}
      </Button>
      <Button variant={danger ? 'danger' : 'primary'} isPending={pending} onPress={onConfirm}>
        {confirm}
      </Button>
    </>
  );
  return (
    <Dialog title={title} open={open} onClose={onClose} closeLabel={cancel} size="small" alert footer={footer}>
      {children}
    </Dialog>
  );
}

// SPDX-License-Identifier: GPL-2.0-or-later
// Secrets that are shown once: a list of codes, or one value to copy.

import { useState } from 'react';
import { t } from '@lingui/core/macro';
import { Button, IconButton } from './button.dom';
import { Checkbox } from './choices.dom';

async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function saveAs(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export function RecoveryCodes({ codes, serverName, continueLabel, onContinue }: { readonly codes: readonly string[]; readonly serverName: string; readonly continueLabel: string; readonly onContinue: () => void }) {
  const [saved, setSaved] = useState(false);
  const [told, setTold] = useState('');
  const text = codes.join('\n');
  const copy = async () => setTold((await copyText(text)) ? t`Copied.` : t`Copying isn’t allowed here: select the codes and copy them by hand.`);
  const day = new Date().toLocaleDateString();
  return (
    <div className="codes">
      <p>{t`If you forget your password or lose your phone, one of these gets you back in. Each works once. They are shown only now.`}</p>
      <ol className="codes-list">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="codes-actions">
        <Button icon="copy" onPress={copy}>{t`Copy`}</Button>
        <Button icon="arrowDown" onPress={() => saveAs('alloquy-recovery-codes.txt', `${t`Recovery codes for ${serverName}, ${day}`}\n\n${text}\n`)}>{t`Save as a file`}</Button>
        <span role="status" className="field-hint">
          {told}
        </span>
      </div>
      <Checkbox label={t`I have put them somewhere safe`} selected={saved} onChange={setSaved} />
      <Button variant="primary" wide isDisabled={!saved} onPress={onContinue}>
        {continueLabel}
      </Button>
    </div>
  );
}

/** A value with a button that copies it. */
export function CopyValue({ label, value }: { readonly label: string; readonly value: string }) {
  const [told, setTold] = useState('');
  const copy = async () => setTold((await copyText(value)) ? t`Copied.` : t`Select it and copy it by hand.`);
  return (
    <div className="copy-value">
      <span className="field-label">{label}</span>
      <span className="copy-row">
        <code className="copy-text" tabIndex={0} role="textbox" aria-readonly="true" aria-label={label}>
          {value}
        </code>
        <IconButton icon="copy" label={t`Copy ${label}`} onPress={copy} />
      </span>
      <span role="status" className="field-hint">
        {told}
      </span>
    </div>
  );
}

// SPDX-License-Identifier: GPL-2.0-or-later
import { useState, type InputHTMLAttributes, type ReactNode, type Ref } from 'react';
import { Button as AriaButton, FieldError, Input, Label, Text, TextArea, TextField as AriaTextField, type TextFieldProps as AriaTextFieldProps } from 'react-aria-components';
import { Icon } from '../icons/icon.dom';

export interface TextFieldProps extends Omit<AriaTextFieldProps, 'children' | 'className' | 'style' | 'isInvalid' | 'validate'> {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong, in words; marks the field. */
  readonly error?: string | null | undefined;
  readonly multiline?: boolean;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly input?: Pick<InputHTMLAttributes<HTMLInputElement>, 'autoCapitalize' | 'spellCheck' | 'placeholder' | 'inputMode' | 'dir'>;
}

// The forms judge and say what is wrong themselves: the browser's own check would keep a corrected form from being sent.
export function TextField({ label, hint, error, multiline, inputRef, input, ...rest }: TextFieldProps) {
  return (
    <AriaTextField {...rest} validationBehavior="aria" isInvalid={Boolean(error)} className="field">
      <Label className="field-label">{label}</Label>
      {multiline ? <TextArea className="field-input field-area" /> : <Input {...input} {...(inputRef ? { ref: inputRef } : {})} className="field-input" />}
      <FieldNotes hint={hint} error={error} />
    </AriaTextField>
  );
}

/** A password with a button that shows it. `showLabel` and `hideLabel` name the button. */
export function PasswordField({ label, hint, error, inputRef, showLabel, hideLabel, ...rest }: Omit<TextFieldProps, 'multiline' | 'input' | 'type'> & { readonly showLabel: string; readonly hideLabel: string }) {
  const [shown, setShown] = useState(false);
  return (
    <AriaTextField {...rest} validationBehavior="aria" type={shown ? 'text' : 'password'} isInvalid={Boolean(error)} className="field">
      <Label className="field-label">{label}</Label>
      <div className="field-with-button">
        <Input {...(inputRef ? { ref: inputRef } : {})} className="field-input" autoCapitalize="none" spellCheck={false} />
        <AriaButton slot={null} className="icon-button icon-button-small" aria-label={shown ? hideLabel : showLabel} onPress={() => setShown(!shown)}>
          <Icon name={shown ? 'eyeOff' : 'eye'} size={18} />
        </AriaButton>
      </div>
      <FieldNotes hint={hint} error={error} />
    </AriaTextField>
  );
}

function FieldNotes({ hint, error }: { readonly hint: ReactNode; readonly error: string | null | undefined }) {
  return (
    <>
      {hint && (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error">
        <Icon name="error" size={16} />
        <span>{error}</span>
      </FieldError>
    </>
  );
}

// SPDX-License-Identifier: GPL-2.0-or-later
// Controls that choose: switch, checkbox, radio cards, select, slider.

import type { ReactNode } from 'react';
import {
  Button as AriaButton, Checkbox as AriaCheckbox, Label, ListBox, ListBoxItem, Popover, Radio, RadioGroup, Select as AriaSelect, SelectValue, Slider as AriaSlider,
  SliderOutput, SliderThumb, SliderTrack, Switch as AriaSwitch, Text,
} from 'react-aria-components';
import { Icon } from '../icons/icon.dom';

export function Switch({ label, hint, selected, onChange, disabled = false }: { readonly label: string; readonly hint?: string; readonly selected: boolean; readonly onChange: (selected: boolean) => void; readonly disabled?: boolean }) {
  return (
    <AriaSwitch className="switch" isSelected={selected} onChange={onChange} isDisabled={disabled}>
      <span className="choice-text">
        <span className="choice-label">{label}</span>
        {hint && <span className="field-hint">{hint}</span>}
      </span>
      <span className="switch-track" aria-hidden="true">
        <span className="switch-thumb" />
      </span>
    </AriaSwitch>
  );
}

export function Checkbox({ label, hint, selected, onChange }: { readonly label: string; readonly hint?: string; readonly selected: boolean; readonly onChange: (selected: boolean) => void }) {
  return (
    <AriaCheckbox className="checkbox" isSelected={selected} onChange={onChange}>
      <span className="checkbox-box" aria-hidden="true">
        <Icon name="check" size={16} />
      </span>
      <span className="choice-text">
        <span className="choice-label">{label}</span>
        {hint && <span className="field-hint">{hint}</span>}
      </span>
    </AriaCheckbox>
  );
}

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
  readonly picture?: ReactNode;
}

export function RadioChoices<Value extends string>({ label, value, choices, onChange, layout = 'list' }: { readonly label: string; readonly value: Value; readonly choices: readonly Choice<Value>[]; readonly onChange: (value: Value) => void; readonly layout?: 'list' | 'cards' }) {
  return (
    <RadioGroup className={`choices choices-${layout}`} value={value} onChange={(chosen) => onChange(chosen as Value)}>
      <Label className="field-label">{label}</Label>
      <div className="choices-items">
        {choices.map((choice) => (
          <Radio key={choice.value} value={choice.value} className="choice">
            {choice.picture}
            <span className="choice-dot" aria-hidden="true" />
            <span className="choice-text">
              <span className="choice-label">{choice.label}</span>
              {choice.hint && <span className="field-hint">{choice.hint}</span>}
            </span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}

export function Select<Value extends string>({ label, value, choices, onChange, hint }: { readonly label: string; readonly value: Value; readonly choices: readonly Choice<Value>[]; readonly onChange: (value: Value) => void; readonly hint?: string }) {
  return (
    <AriaSelect className="field" value={value} onChange={(key) => key !== null && onChange(String(key) as Value)}>
      <Label className="field-label">{label}</Label>
      <AriaButton className="field-input select-button">
        <SelectValue className="select-value" />
        <Icon name="chevronDown" size={18} />
      </AriaButton>
      {hint && (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      <Popover className="popover select-popover">
        <ListBox className="menu">
          {choices.map((choice) => (
            <ListBoxItem key={choice.value} id={choice.value} textValue={choice.label} className="menu-item">
              <span className="menu-item-label">{choice.label}</span>
              <span className="menu-item-check">
                <Icon name="check" size={18} />
              </span>
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

/** `format` makes the words beside it: 1.25 → "125 %". */
export function Slider({ label, value, minimum, maximum, step, format, onChange }: { readonly label: string; readonly value: number; readonly minimum: number; readonly maximum: number; readonly step: number; readonly format: Intl.NumberFormatOptions; readonly onChange: (value: number) => void }) {
  return (
    <AriaSlider className="slider" value={value} minValue={minimum} maxValue={maximum} step={step} formatOptions={format} onChange={(chosen) => onChange(chosen as number)}>
      <Label className="field-label">{label}</Label>
      <SliderOutput className="slider-output" />
      <SliderTrack className="slider-track">
        {({ state }) => (
          <>
            <span className="slider-fill" style={{ inlineSize: `${state.getThumbPercent(0) * 100}%` }} />
            <SliderThumb className="slider-thumb" />
          </>
        )}
      </SliderTrack>
    </AriaSlider>
  );
}

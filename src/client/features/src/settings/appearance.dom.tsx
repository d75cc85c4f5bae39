// SPDX-License-Identifier: GPL-2.0-or-later
import { t } from '@lingui/core/macro';
import type { Preferences } from '@alloquy/state/model.std';
import { useActions, useApp } from '@alloquy/ui/app_context.dom';
import { RadioChoices, Slider, Switch } from '@alloquy/ui/components/choices.dom';
import { Section } from './parts.dom';
import './appearance.css';

/** A small picture of the app, drawn in the colours of the theme by its own `data-theme`. */
function ThemePicture({ theme }: { readonly theme: Preferences['theme'] }) {
  const half = (name: string, clip?: string) => (
    <span key={name} className={`theme-picture-half theme-${name}${clip ? ` ${clip}` : ''}`}>
      <span className="theme-picture-side" />
      <span className="theme-picture-lines">
        <span />
        <span />
        <span />
      </span>
    </span>
  );
  return (
    <span className="theme-picture" aria-hidden="true">
      {theme === 'system' ? [half('dark'), half('light', 'theme-picture-clip')] : half(theme)}
    </span>
  );
}

export function AppearanceSettings() {
  const actions = useActions();
  const preferences = useApp((state) => state.preferences);
  const themes: readonly { readonly value: Preferences['theme']; readonly label: string }[] = [
    { value: 'system', label: t`As the system` },
    { value: 'dark', label: t`Dark` },
    { value: 'light', label: t`Light` },
    { value: 'contrast', label: t`High contrast` },
  ];
  return (
    <>
      <Section title={t`Colours`}>
        <RadioChoices layout="cards" label={t`Theme`} value={preferences.theme} onChange={(theme) => actions.setPreferences({ theme })} choices={themes.map((theme) => ({ ...theme, picture: <ThemePicture theme={theme.value} /> }))} />
        <Switch label={t`Names in colour`} hint={t`Otherwise all names have the colour of the text.`} selected={preferences.nameColors} onChange={(nameColors) => actions.setPreferences({ nameColors })} />
      </Section>
      <Section title={t`Messages`}>
        <RadioChoices
          label={t`Spacing`}
          value={preferences.density}
          onChange={(density) => actions.setPreferences({ density })}
          choices={[
            { value: 'cozy', label: t`Cozy`, hint: t`Faces, and room between messages` },
            { value: 'compact', label: t`Compact`, hint: t`As much text on the screen as possible` },
          ]}
        />
        <Slider label={t`Size of text`} value={preferences.fontScale} minimum={0.8} maximum={2} step={0.05} format={{ style: 'percent' }} onChange={(fontScale) => actions.setPreferences({ fontScale })} />
        <RadioChoices
          label={t`Time of day`}
          value={preferences.clock24}
          onChange={(clock24) => actions.setPreferences({ clock24 })}
          choices={[
            { value: 'auto', label: t`As usual in my language` },
            { value: 'yes', label: t`24 hours`, hint: '17:05' },
            { value: 'no', label: t`12 hours`, hint: '5:05 PM' },
          ]}
        />
      </Section>
    </>
  );
}

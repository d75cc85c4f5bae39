// SPDX-License-Identifier: GPL-2.0-or-later
import { t } from '@lingui/core/macro';
import { useActions, useApp } from '@alloquy/ui/app_context.dom';
import { RadioChoices, Switch } from '@alloquy/ui/components/choices.dom';
import { Section } from './parts.dom';

export function AccessibilitySettings() {
  const actions = useActions();
  const preferences = useApp((state) => state.preferences);
  return (
    <>
      <Section title={t`Screen readers`}>
        <RadioChoices
          label={t`Read out new messages`}
          value={preferences.announce}
          onChange={(announce) => actions.setPreferences({ announce })}
          choices={[
            { value: 'all', label: t`All of the open room` },
            { value: 'mentions', label: t`Only those that mention me` },
            { value: 'none', label: t`None`, hint: t`You can still read them in the list of messages.` },
          ]}
        />
      </Section>
      <Section title={t`Motion`}>
        <RadioChoices
          label={t`Animations`}
          value={preferences.motion}
          onChange={(motion) => actions.setPreferences({ motion })}
          choices={[
            { value: 'system', label: t`As the system` },
            { value: 'reduced', label: t`As few as possible`, hint: t`Moving pictures stand still until you point at them.` },
            { value: 'full', label: t`All` },
          ]}
        />
      </Section>
      <Section title={t`Links and colours`}>
        <Switch label={t`Underline links`} selected={preferences.underlineLinks} onChange={(underlineLinks) => actions.setPreferences({ underlineLinks })} />
        <p className="field-hint">{t`There is a theme of high contrast, and the size of text, under Appearance.`}</p>
      </Section>
    </>
  );
}

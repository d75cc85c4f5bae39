// SPDX-License-Identifier: GPL-2.0-or-later
import { useLingui } from '@lingui/react/macro';
import { useEffect, useRef } from 'react';
import { Avatar } from '@alloquy/ui/components/avatar.dom';
import { useFace } from '@alloquy/features/shared/person_name.dom';
import type { Completion, CompletionList } from './use_completion.dom';

/** The focus stays in the text; `aria-activedescendant` of the field points here. */
export function CompletionListBox({ id, list, onChoose }: { readonly id: string; readonly list: CompletionList; readonly onChoose: (completion: Completion) => void }) {
  const { t } = useLingui();
  const box = useRef<HTMLUListElement>(null);
  useEffect(() => {
    box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [list.selected]);
  return (
    <ul ref={box} id={id} className="completions" role="listbox" aria-label={t`Suggestions`}>
      {list.items.map((item, index) => (
        <li
          key={item.key}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === list.selected}
          className="completion"
          // The field keeps the focus.
          onPointerDown={(event) => event.preventDefault()}
          onPointerMove={() => index !== list.selected && list.select(index)}
          onClick={() => onChoose(item)}
        >
          <span className="completion-sign" aria-hidden="true">{item.kind === 'person' && item.sign !== '' ? <Face username={item.sign} /> : item.sign}</span>
          <bdi className="completion-label">{item.label}</bdi>
          <span className="completion-detail">{item.detail}</span>
        </li>
      ))}
    </ul>
  );
}

function Face({ username }: { readonly username: string }) {
  const face = useFace(username);
  return <Avatar username={username} name={face.name} url={face.avatarUrl} size={24} bot={face.bot} />;
}

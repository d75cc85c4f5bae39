// SPDX-License-Identifier: GPL-2.0-or-later
import { useEffect, type ReactNode } from 'react';
import { t } from '@lingui/core/macro';
import { Logo, LogoMark } from '@alloquy/ui/logo.dom';
import { useServerInfo } from '@alloquy/ui/server_info.dom';
import './onboarding.css';

/** The frame of every screen before the app: who this server is on one side, what is asked on the other. */
export function OnboardingPage({ title, lead, children, footer }: { readonly title: string; readonly lead?: ReactNode; readonly children: ReactNode; readonly footer?: ReactNode }) {
  const server = useServerInfo();
  useEffect(() => {
    document.title = server ? `${title} · ${server.name}` : title;
  }, [title, server]);
  return (
    <div className="onboarding">
      <aside className="onboarding-side">
        <div className="onboarding-art" aria-hidden="true">
          <LogoMark size={420} />
        </div>
        <Logo size={36} />
        {/* A server that nobody named is called like the program. */}
        {server?.name !== 'Alloquy' && <p className="onboarding-server">{server?.name ?? ' '}</p>}
        <p className="onboarding-promise">{t`One account for rooms and conversations: here, in any IRC app, and on Mumble.`}</p>
      </aside>
      <main className="onboarding-main">
        <div className="onboarding-card">
          <div className="onboarding-small">
            <Logo size={28} />
            <span>{server?.name}</span>
          </div>
          <h1 className="onboarding-title">{title}</h1>
          {lead && <div className="onboarding-lead">{lead}</div>}
          {children}
          {footer && <div className="onboarding-footer">{footer}</div>}
        </div>
      </main>
    </div>
  );
}

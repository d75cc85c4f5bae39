/*
 * Alloquy: the part that lives inside InspIRCd
 *
 * This file is free software; you can redistribute it and/or modify it under
 * the terms of the GNU General Public License as published by the Free
 * Software Foundation; version 2 of the License, or (at your option) any later
 * version. As part of InspIRCd it is used under version 2.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

// What differs between InspIRCd 3 and 4, so that the rest of the module needs no #if.

#pragma once

#include "inspircd.h"
#include "modules/account.h"
#include "modules/ssl.h"
#if INSPIRCD_VERSION_SINCE(4, 0)
#	include "extension.h"
#	include "stringutils.h"
#endif

namespace Compat
{
#if INSPIRCD_VERSION_SINCE(4, 0)
	inline User* FindUUID(const std::string& uuid) { return ServerInstance->Users.FindUUID(uuid); }
	inline User* FindNick(const std::string& nick) { return ServerInstance->Users.FindNick(nick); }
	inline bool IsFullyConnected(const User* user) { return user->IsFullyConnected(); }
	inline bool HasNickAndUser(const User* user) { return user->connected == User::CONN_NICKUSER; }
	inline const std::string& GetAddress(User* user) { return user->GetAddress(); }
	inline std::string ToBase64(const std::string& data) { return Base64::Encode(data, nullptr, '='); }
	inline void QuitUser(User* user, const std::string& reason) { ServerInstance->Users.QuitUser(user, reason); }

	class Account final
	{
	private:
		::Account::API api;

	public:
		explicit Account(Module* mod)
			: api(mod)
		{
		}

		bool IsSet(User* user) const
		{
			const std::string* name = api ? api->GetAccountName(user) : nullptr;
			return name && !name->empty();
		}
	};

	template <typename T>
	class UserExt final
		: public SimpleExtItem<T>
	{
	public:
		UserExt(Module* mod, const std::string& name)
			: SimpleExtItem<T>(mod, name, ExtensionType::USER)
		{
		}
	};

	class ServerCommand
		: public Command
	{
	public:
		static constexpr CmdResult OK = CmdResult::SUCCESS;

		ServerCommand(Module* mod, const std::string& cmd, unsigned int minparams, unsigned int maxparams)
			: Command(mod, cmd, minparams, maxparams)
		{
			access_needed = CmdAccess::SERVER;
		}
	};

	class ModuleBase
		: public Module
	{
	public:
		explicit ModuleBase(const std::string& description)
			: Module(VF_NONE, description)
		{
		}
	};

	inline void SetPriority(Module* mod, Implementation event, Priority priority)
	{
		ServerInstance->Modules.SetPriority(mod, event, priority);
	}
#else
	inline User* FindUUID(const std::string& uuid) { return ServerInstance->FindUUID(uuid); }
	inline User* FindNick(const std::string& nick) { return ServerInstance->FindNickOnly(nick); }
	inline bool IsFullyConnected(const User* user) { return user->registered == REG_ALL; }
	inline bool HasNickAndUser(const User* user) { return user->registered == REG_NICKUSER; }
	inline const std::string& GetAddress(User* user) { return user->GetIPString(); }
	inline std::string ToBase64(const std::string& data) { return BinToBase64(data, NULL, '='); }
	inline void QuitUser(User* user, const std::string& reason) { ServerInstance->Users.QuitUser(user, reason); }

	class Account final
	{
	public:
		explicit Account(Module*) { }

		bool IsSet(User* user) const
		{
			const AccountExtItem* ext = GetAccountExtItem();
			const std::string* name = ext ? ext->get(user) : nullptr;
			return name && !name->empty();
		}
	};

	template <typename T>
	class UserExt final
		: public SimpleExtItem<T>
	{
	public:
		UserExt(Module* mod, const std::string& name)
			: SimpleExtItem<T>(name, ExtensionItem::EXT_USER, mod)
		{
		}

		T* Get(const Extensible* container) const { return this->get(container); }
		void Set(Extensible* container, T* value) { this->set(container, value); }
		void Unset(Extensible* container) { this->unset(container); }
	};

	class ServerCommand
		: public Command
	{
	public:
		static constexpr CmdResult OK = CMD_SUCCESS;

		ServerCommand(Module* mod, const std::string& cmd, unsigned int minparams, unsigned int maxparams)
			: Command(mod, cmd, minparams, maxparams)
		{
			flags_needed = FLAG_SERVERONLY;
		}
	};

	class ModuleBase
		: public Module
	{
	private:
		const std::string description;

	public:
		explicit ModuleBase(const std::string& desc)
			: description(desc)
		{
		}

		Version GetVersion() override { return Version(description, VF_NONE); }
	};

	inline void SetPriority(Module* mod, Implementation event, Priority priority)
	{
		ServerInstance->Modules->SetPriority(mod, event, priority);
	}
#endif
}

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
#include "modules/cap.h"
#include "modules/ssl.h"
#if INSPIRCD_VERSION_SINCE(4, 0)
#	include "clientprotocolevent.h"
#	include "clientprotocolmsg.h"
#	include "extension.h"
#	include "modules/isupport.h"
#	include "numerichelper.h"
#	include "stringutils.h"

// RFC 1459: InspIRCd 4 keeps these to its core.
enum
{
	RPL_NAMREPLY = 353,
	RPL_ENDOFNAMES = 366,
};
#endif

namespace Compat
{
#if INSPIRCD_VERSION_SINCE(4, 0)
	inline User* FindUUID(const std::string& uuid) { return ServerInstance->Users.FindUUID(uuid); }
	inline User* FindNick(const std::string& nick) { return ServerInstance->Users.FindNick(nick); }
	inline bool IsFullyConnected(const User* user) { return user->IsFullyConnected(); }
	inline bool HasNickAndUser(const User* user) { return user->connected == User::CONN_NICKUSER; }
	inline bool HasNick(const User* user) { return user->connected & User::CONN_NICK; }
	inline void SetHasNick(User* user) { user->connected |= User::CONN_NICK; }
	inline void SetSyntax(Command& command, const std::string& text) { command.syntax = { text }; }
	inline const std::string& GetAddress(User* user) { return user->GetAddress(); }
	inline std::string ToBase64(const std::string& data) { return Base64::Encode(data, nullptr, '='); }
	inline std::string FromBase64(const std::string& data) { return Base64::Decode(data); }
	inline void QuitUser(User* user, const std::string& reason) { ServerInstance->Users.QuitUser(user, reason); }
	inline Channel* FindChan(const std::string& name) { return ServerInstance->Channels.Find(name); }
	inline bool IsPrefix(char letter) { return ServerInstance->Modes.FindPrefix(letter); }
	inline bool IsModeSet(Channel* chan, char letter) { return chan->IsModeSet(ServerInstance->Modes.FindMode(letter, MODETYPE_CHANNEL)); }
	inline bool IsChannel(const std::string& name) { return ServerInstance->Channels.IsChannel(name); }
	inline auto& GetChans() { return ServerInstance->Channels.GetChans(); }
	inline const std::string& GetMask(User* user) { return user->GetMask(); }
	inline const std::string& GetRealName(User* user) { return user->GetRealName(); }
	inline bool IsService(User* user) { return user->server->IsService(); }
	inline const std::string& GetSID() { return ServerInstance->Config->ServerId; }
	inline size_t GetSendQSize(StreamSocket* socket) { return socket->GetSendQSize(); }
	inline bool HasCap(Cap::Reference& cap, LocalUser* user) { return cap.IsEnabled(user); }
	inline bool ToUnixAddress(const std::string& path, irc::sockets::sockaddrs& address) { return address.from_unix(path); }
	inline bool ToAddress(const std::string& ip, uint16_t port, irc::sockets::sockaddrs& address) { return address.from_ip_port(ip, port); }
	inline void Log(const std::string& text) { ServerInstance->Logs.Normal("alloquy", text); }
	[[noreturn]] inline void ThrowProblem(Module* mod, const std::string& text) { throw ModuleException(mod, text); }

	// The stock server offers standard-replies itself.
	static constexpr bool OFFERS_STANDARD_REPLIES = true;
	static constexpr auto NOTICE = MessageType::NOTICE;
	static constexpr auto PRIVMSG = MessageType::PRIVMSG;
	static constexpr auto SUCCESS = CmdResult::SUCCESS;
	static constexpr auto FAILURE = CmdResult::FAILURE;
	// The ban that goes by account, as ACCOUNTEXTBAN names it.
	static constexpr const char* ACCOUNT_BAN = "account,R";

	typedef ::Account::EventListener AccountListener;
	typedef MessageTarget PreTarget;
	typedef std::string_view CTCPPart;
	typedef ISupport::TokenMap TokenMap;
	typedef User::NeighborList Neighbors;
	typedef User::NeighborExceptions NeighborExceptions;
	typedef ModeHandler::Rank Rank;

	class Account final
	{
	private:
		::Account::API api;

	public:
		explicit Account(Module* mod)
			: api(mod)
		{
		}

		// Empty for guests.
		std::string GetName(User* user) const
		{
			const std::string* name = api ? api->GetAccountName(user) : nullptr;
			return name ? *name : std::string();
		}

		bool IsSet(User* user) const { return !GetName(user).empty(); }
	};

	// Only its own VERSION can make InspIRCd 4 send 005, so a 351 comes before.
	class Isupport final
	{
	public:
		explicit Isupport(Module*) { }

		void SendTo(LocalUser* user)
		{
			ServerInstance->Parser.CallHandler("VERSION", CommandBase::Params(), user);
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
		, public ISupport::EventListener
	{
	protected:
		// Adds to what numeric 005 tells.
		virtual void AddTokens(TokenMap& tokens) = 0;

	public:
		explicit ModuleBase(const std::string& description)
			: Module(VF_NONE, description)
			, ISupport::EventListener(this)
		{
		}

		void OnBuildISupport(TokenMap& tokens) override { AddTokens(tokens); }
	};

	inline ModuleManager& Modules() { return ServerInstance->Modules; }

	class SecondTimer
		: private Timer
	{
	private:
		bool Tick() override
		{
			OnSecond();
			return true;
		}

		virtual void OnSecond() = 0;

	public:
		SecondTimer()
			: Timer(1, true)
		{
			ServerInstance->Timers.AddTimer(this);
		}
	};
#else
	inline User* FindUUID(const std::string& uuid) { return ServerInstance->FindUUID(uuid); }
	inline User* FindNick(const std::string& nick) { return ServerInstance->FindNickOnly(nick); }
	inline bool IsFullyConnected(const User* user) { return user->registered == REG_ALL; }
	inline bool HasNickAndUser(const User* user) { return user->registered == REG_NICKUSER; }
	inline bool HasNick(const User* user) { return user->registered & REG_NICK; }
	inline void SetHasNick(User* user) { user->registered |= REG_NICK; }
	inline void SetSyntax(Command& command, const std::string& text) { command.syntax = text; }
	inline const std::string& GetAddress(User* user) { return user->GetIPString(); }
	inline std::string ToBase64(const std::string& data) { return BinToBase64(data, NULL, '='); }
	inline std::string FromBase64(const std::string& data) { return Base64ToBin(data); }
	inline void QuitUser(User* user, const std::string& reason) { ServerInstance->Users.QuitUser(user, reason); }
	inline Channel* FindChan(const std::string& name) { return ServerInstance->FindChan(name); }
	inline bool IsPrefix(char letter) { return ServerInstance->Modes->FindPrefix(letter); }
	inline bool IsModeSet(Channel* chan, char letter) { return chan->IsModeSet(ServerInstance->Modes->FindMode(letter, MODETYPE_CHANNEL)); }
	inline bool IsChannel(const std::string& name) { return ServerInstance->IsChannel(name); }
	inline auto& GetChans() { return ServerInstance->GetChans(); }
	inline const std::string& GetMask(User* user) { return user->GetFullHost(); }
	inline const std::string& GetRealName(User* user) { return user->GetRealName(); }
	inline bool IsService(User* user) { return user->server->IsULine(); }
	inline const std::string& GetSID() { return ServerInstance->Config->GetSID(); }
	inline size_t GetSendQSize(StreamSocket* socket) { return socket->getSendQSize(); }
	inline bool HasCap(Cap::Reference& cap, LocalUser* user) { return cap.get(user); }
	inline bool ToUnixAddress(const std::string& path, irc::sockets::sockaddrs& address) { return irc::sockets::untosa(path, address); }
	inline bool ToAddress(const std::string& ip, uint16_t port, irc::sockets::sockaddrs& address) { return irc::sockets::aptosa(ip, port, address); }
	inline void Log(const std::string& text) { ServerInstance->Logs->Log("alloquy", LOG_DEFAULT, text); }
	[[noreturn]] inline void ThrowProblem(Module*, const std::string& text) { throw ModuleException(text); }

	// The stock server has it under a name of its own only.
	static constexpr bool OFFERS_STANDARD_REPLIES = false;
	static constexpr auto NOTICE = MSG_NOTICE;
	static constexpr auto PRIVMSG = MSG_PRIVMSG;
	static constexpr auto SUCCESS = CMD_SUCCESS;
	static constexpr auto FAILURE = CMD_FAILURE;
	// The ban that goes by account, as ACCOUNTEXTBAN names it.
	static constexpr const char* ACCOUNT_BAN = "R";

	typedef AccountEventListener AccountListener;
	typedef const MessageTarget PreTarget;
	typedef std::string CTCPPart;
	typedef std::map<std::string, std::string> TokenMap;
	typedef IncludeChanList Neighbors;
	typedef std::map<User*, bool> NeighborExceptions;
	typedef unsigned int Rank;

	class Account final
	{
	public:
		explicit Account(Module*) { }

		// Empty for guests.
		std::string GetName(User* user) const
		{
			const AccountExtItem* ext = GetAccountExtItem();
			const std::string* name = ext ? ext->get(user) : nullptr;
			return name ? *name : std::string();
		}

		bool IsSet(User* user) const { return !GetName(user).empty(); }
	};

	// Sends all lines of numeric 005.
	class Isupport final
	{
	public:
		explicit Isupport(Module*) { }

		void SendTo(LocalUser* user)
		{
			for (const auto& line : ServerInstance->ISupport.GetLines())
				user->WriteNumeric(line);
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

	protected:
		// Adds to what numeric 005 tells.
		virtual void AddTokens(TokenMap& tokens) = 0;

	public:
		explicit ModuleBase(const std::string& desc)
			: description(desc)
		{
		}

		Version GetVersion() override { return Version(description, VF_NONE); }
		void On005Numeric(TokenMap& tokens) override { AddTokens(tokens); }
	};

	inline ModuleManager& Modules() { return ServerInstance->Modules; }

	// Calls back about once a second, for as long as it lives.
	class SecondTimer
		: private Timer
	{
	private:
		bool Tick(time_t) override
		{
			OnSecond();
			return true;
		}

		virtual void OnSecond() = 0;

	public:
		SecondTimer()
			: Timer(1, true)
		{
			ServerInstance->Timers.AddTimer(this);
		}
	};
#endif

	inline ModeParser& Modes() { return ServerInstance->Modes; }

	// Whether a connection is encrypted on its way: by TLS that ends here, or that ends in front of us, as the PROXY header on our
	// own web listener tells (m_haproxy then notes a certificate).
	class Encryption final
	{
	private:
		UserCertificateAPI api;

	public:
		explicit Encryption(Module* mod)
			: api(mod)
		{
		}

		bool Covers(LocalUser* user) { return SSLIOHook::IsSSL(&user->eh) || (api && api->GetCertificate(user)); }
	};

	inline void SetPriority(Module* mod, Implementation event, Priority priority)
	{
		Modules().SetPriority(mod, event, priority);
	}

	// Null for those who left already, and before registration is complete.
	inline LocalUser* FindLocal(const std::string& uuid)
	{
		LocalUser* user = IS_LOCAL(FindUUID(uuid));
		return user && !user->quitting && IsFullyConnected(user) ? user : nullptr;
	}

	// The same, and those who are still registering.
	inline LocalUser* FindConnection(const std::string& uuid)
	{
		LocalUser* user = IS_LOCAL(FindUUID(uuid));
		return user && !user->quitting ? user : nullptr;
	}
}

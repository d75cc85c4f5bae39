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

#include "multiline.h"
#include "edits.h"

#include <algorithm>

// As the capability's value tells.
static constexpr size_t MAX_BYTES = 16384;
static constexpr size_t MAX_LINES = 100;
static constexpr uint64_t TIMEOUT = 30000;
// What a line is let off of the second that any command costs: else a hundred lines would take longer than that.
static constexpr unsigned int REFUND = 800;

// The core keeps its own to itself.
class Details final
	: public MessageDetails
{
public:
	Details(const std::string& kind, const std::string& msg, const ClientProtocol::TagMap& msgtags)
		: MessageDetails(kind == "NOTICE" ? Compat::NOTICE : Compat::PRIVMSG, msg, msgtags)
	{
	}

	// As the core reads it: \1NAME body\1, the last \1 may be missing.
	bool IsCTCP(Compat::CTCPPart& name, Compat::CTCPPart& body) const override
	{
		if (!IsCTCP(name))
			return false;

		const size_t begin = text.find_first_not_of(' ', name.length() + 1);
		const size_t end = text.length() - (text.back() == '\1' ? 1 : 0);
		body = begin < end ? Compat::CTCPPart(text.data() + begin, end - begin) : Compat::CTCPPart();
		return true;
	}

	bool IsCTCP(Compat::CTCPPart& name) const override
	{
		if (!IsCTCP())
			return false;

		const size_t end = std::min(text.find_first_of(" \1", 1), text.length());
		name = Compat::CTCPPart(text.data() + 1, end - 1);
		return true;
	}

	bool IsCTCP() const override { return text.length() >= 2 && text[0] == '\1' && text[1] != '\1' && text[1] != ' '; }
};

class Multiline::Command final
	: public SplitCommand
{
private:
	Multiline& multiline;

	CmdResult HandleLocal(LocalUser* user, const Params& parameters) override
	{
		multiline.Handle(user, parameters);
		return Compat::SUCCESS;
	}

public:
	Command(Module* mod, Multiline& parent)
		: SplitCommand(mod, "BATCH")
		, multiline(parent)
	{
	}
};

Multiline::Multiline(Module* mod, Replies& reps, Capabilities& caps, Messages& msgs, Relay& rel, Tags& tgs)
	: replies(reps)
	, capabilities(caps)
	, messages(msgs)
	, relay(rel)
	, tags(tgs)
	, command(std::make_unique<Command>(mod, *this))
{
}

Multiline::~Multiline() = default;

void Multiline::Fail(LocalUser* user, Batch& batch, const std::string& code, const std::vector<std::string>& context, const std::string& text)
{
	if (batch.failed)
		return;

	batch.failed = true;
	batch.lines.clear();
	replies.Once(user, batch.label, [&] { replies.Fail(user, "BATCH", code, context, text); });
}

ModResult Multiline::OnCommand(LocalUser* user, const std::string& cmd, CommandBase::Params& parameters)
{
	auto tag = parameters.GetTags().find("batch");
	const bool tagged = tag != parameters.GetTags().end();
	if (cmd == "BATCH")
	{
		label = replies.TakeLabel(user, parameters);
		return MOD_RES_PASSTHRU;
	}

	auto entry = open.empty() ? open.end() : open.find(user->uuid);
	if (!tagged)
	{
		if (entry != open.end() && cmd != "PONG")
		{
			Fail(user, entry->second, "MULTILINE_INVALID", { }, "A command came in the middle of your multiline message.");
			open.erase(entry);
		}
		return Edits::IsEdit(parameters.GetTags()) ? OnEdit(user, cmd, parameters) : ModResult(MOD_RES_PASSTHRU);
	}

	replies.TakeLabel(user, parameters);
	user->CommandFloodPenalty -= std::min<unsigned int>(user->CommandFloodPenalty, REFUND);
	if (entry == open.end() || entry->second.name != tag->second.value)
		replies.Fail(user, "BATCH", "INVALID_REFTAG", { tag->second.value }, "You have no such batch open.");
	else
		AddLine(user, entry->second, cmd, parameters);
	return MOD_RES_DENY;
}

static void TakeClientTags(const ClientProtocol::TagMap& all, ClientProtocol::TagMap& result)
{
	for (const auto& item : all)
	{
		if (item.first[0] == '+')
			result.insert(item);
	}
}

// InspIRCd shows everybody the same text, but not every client knows edits: they go our way, like a batch of one line.
ModResult Multiline::OnEdit(LocalUser* user, const std::string& kind, CommandBase::Params& parameters)
{
	if ((kind != "PRIVMSG" && kind != "NOTICE") || parameters.size() < 2 || parameters[0].empty() || parameters[1].empty())
		return MOD_RES_PASSTHRU;

	Batch batch;
	batch.kind = kind;
	batch.target = parameters[0];
	batch.label = replies.TakeLabel(user, parameters);
	batch.lines.push_back({ parameters[1], false });
	TakeClientTags(parameters.GetTags(), batch.tags);
	if (batch.target.find(',') != std::string::npos)
		replies.Once(user, batch.label, [&] { replies.Fail(user, kind, "INVALID_TAGS", { batch.target }, "A correction goes to one target."); });
	else
		Finish(user, std::move(batch));
	return MOD_RES_DENY;
}

void Multiline::AddLine(LocalUser* user, Batch& batch, const std::string& kind, const CommandBase::Params& parameters)
{
	const bool concat = parameters.GetTags().count("draft/multiline-concat");
	if ((kind != "PRIVMSG" && kind != "NOTICE") || parameters.size() < 2 || (!batch.kind.empty() && kind != batch.kind))
		return Fail(user, batch, "MULTILINE_INVALID", { }, "A multiline message consists of lines of one kind.");
	if (!irc::equals(parameters[0], batch.target))
		return Fail(user, batch, "MULTILINE_INVALID_TARGET", { batch.target, parameters[0] }, "All lines go to the same target.");
	if (concat && (parameters[1].empty() || batch.lines.empty()))
		return Fail(user, batch, "MULTILINE_INVALID", { }, "Nothing to join.");

	batch.kind = kind;
	batch.bytes += parameters[1].length() + (concat || batch.lines.empty() ? 0 : 1);
	if (batch.bytes > MAX_BYTES)
		return Fail(user, batch, "MULTILINE_MAX_BYTES", { std::to_string(MAX_BYTES) }, "Your message is too long.");
	if (!batch.failed && batch.lines.size() == MAX_LINES)
		return Fail(user, batch, "MULTILINE_MAX_LINES", { std::to_string(MAX_LINES) }, "Your message has too many lines.");
	if (!batch.failed)
		batch.lines.push_back({ parameters[1], concat });
}

void Multiline::Handle(LocalUser* user, const CommandBase::Params& parameters)
{
	const std::string name = parameters.empty() || parameters[0].empty() ? std::string() : parameters[0].substr(1);
	auto entry = open.find(user->uuid);
	if (!name.empty() && parameters[0][0] == '+')
		return Begin(user, parameters);

	if (name.empty() || parameters[0][0] != '-' || entry == open.end() || entry->second.name != name)
	{
		replies.Once(user, label, [&] { replies.Fail(user, "BATCH", "INVALID_REFTAG", { name.empty() ? "*" : name }, "You have no such batch open."); });
		return;
	}

	Batch batch = std::move(entry->second);
	open.erase(entry);
	if (!batch.failed)
		Finish(user, std::move(batch));
}

static bool IsName(const std::string& name)
{
	return name.length() <= 64 && name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
}

void Multiline::Begin(LocalUser* user, const CommandBase::Params& parameters)
{
	Batch batch;
	batch.name = parameters[0].substr(1);
	batch.label = label;
	batch.deadline = Alarm::GetNow() + TIMEOUT;
	auto entry = open.find(user->uuid);
	if (entry != open.end())
		Fail(user, entry->second, "MULTILINE_INVALID", { }, "Another batch is open.");
	else if (!IsName(batch.name) || parameters.GetTags().count("batch"))
		Fail(user, batch, "INVALID_REFTAG", { IsName(batch.name) ? batch.name : "*" }, "This name can't be used.");
	else if (parameters.size() < 2 || parameters[1] != "draft/multiline" || !capabilities.Has(user, 'm'))
		Fail(user, batch, "UNKNOWN_TYPE", { batch.name, parameters.size() < 2 ? "*" : parameters[1] }, "This isn't known here.");
	else if (parameters.size() < 3 || parameters[2].empty() || parameters[2].find(',') != std::string::npos)
		Fail(user, batch, "MULTILINE_INVALID_TARGET", { parameters.size() < 3 ? "*" : parameters[2], "*" }, "A multiline message goes to one target.");
	else
	{
		batch.target = parameters[2];
		TakeClientTags(parameters.GetTags(), batch.tags);
	}
	if (entry == open.end())
		open.emplace(user->uuid, std::move(batch));
}

std::vector<Message::Line> Multiline::ToLines(User* source, const Message& message)
{
	const std::string& text = message.text;
	std::vector<Message::Line> lines;
	for (size_t begin = 0; begin <= text.length(); )
	{
		const size_t end = std::min(text.find('\n', begin), text.length());
		lines.push_back({ text.substr(begin, end - begin), false });
		begin = end + 1;
	}
	return Messages::Split(Compat::GetMask(source), message.kind, message.target, message.tags, lines);
}

void Multiline::Finish(LocalUser* user, Batch&& batch)
{
	Message message;
	message.kind = batch.kind;
	message.tags = batch.tags;
	bool empty = true;
	for (const auto& line : batch.lines)
	{
		empty = empty && line.text.empty();
		if (&line != &batch.lines.front() && !line.concat)
			message.text += "\n";
		if (line.concat)
			message.flags = "c";
		message.text += line.text;
	}
	if (empty)
		return Fail(user, batch, "MULTILINE_INVALID", { }, "There is no text in your message.");

	// The answer begins here.
	replies.Begin(user, batch.label);
	message.lines = Messages::Split(Compat::GetMask(user), batch.kind, batch.target, batch.tags, batch.lines);

	Channel* const chan = batch.target[0] == '#' ? Compat::FindChan(batch.target) : nullptr;
	if (batch.target[0] == '#')
	{
		if (!chan)
			user->WriteNumeric(Numerics::NoSuchChannel(batch.target));
		else
			Deliver(user, MessageTarget(chan, 0), std::move(message));
		return;
	}

	User* const recipient = messages.FindRecipient(batch.target);
	if (recipient)
		Deliver(user, MessageTarget(recipient), std::move(message));
	else if (Messages::IsAccountName(batch.target))
		messages.Leave(user, batch.target, std::move(message));
	else
		user->WriteNumeric(Numerics::NoSuchNick(batch.target));
}

// As the core does it for a line, with the same events: moderation, bans and filters judge the whole text.
void Multiline::Deliver(User* source, MessageTarget target, Message&& message)
{
	LocalUser* const user = IS_LOCAL(source);
	Details details(message.kind, message.text, message.tags);
	details.exemptions.insert(source);
	// Those of a client InspIRCd takes over itself.
	if (!user)
		TakeClientTags(message.tags, details.tags_out);
	messages.multiline = true;
	ModResult result;
	FIRST_MOD_RESULT(OnUserPreMessage, result, (source, target, details));
	messages.multiline = false;
	if (result == MOD_RES_DENY)
	{
		FOREACH_MOD(OnUserMessageBlocked, (source, target, details));
		return;
	}

	FOREACH_MOD(OnUserMessage, (source, target, details));
	message.tags = details.tags_out;
	message.account = messages.GetAccount(source);
	auto id = message.tags.find(tags.msgid.name);
	if (id != message.tags.end())
		Frame::ReadNumber(id->second.value, message.id);

	message.target = target.GetName();
	const std::string mask = messages.GetPeople().GetMask(source);
	if (target.type == MessageTarget::TYPE_CHANNEL)
	{
		Channel* const chan = target.Get<Channel>();
		for (const auto& [member, membership] : chan->GetUsers())
		{
			LocalUser* const local = IS_LOCAL(member);
			if (local && !details.exemptions.count(local))
				message.SendTo(local, mask, chan->name, capabilities, tags);
		}
	}
	else if (LocalUser* const local = IS_LOCAL(target.Get<User>()))
		message.SendTo(local, mask, messages.GetPeople().GetNick(local), capabilities, tags);

	if (user && target.type == MessageTarget::TYPE_USER && Compat::IsService(target.Get<User>()))
		SendLines(user, target, message);
	else if (user)
		relay.Live(user, target, message);
	if (user)
		user->idle_lastmsg = ServerInstance->Time();
	messages.Sent(source, target, std::move(message), details.exemptions);
}

// Services don't know our way between servers; they get the lines one by one.
void Multiline::SendLines(LocalUser* user, const MessageTarget& target, const Message& message)
{
	messages.multiline = true;
	bool first = true;
	for (const auto& line : message.lines)
	{
		if (line.text.empty())
			continue;
		Details part(message.kind, line.text, ClientProtocol::TagMap());
		if (first)
			part.tags_out = message.tags;
		first = false;
		FOREACH_MOD(OnUserPostMessage, (user, target, part));
	}
	messages.multiline = false;
}

void Multiline::OnLive(User* source, const std::string& target, Message&& message)
{
	if (message.kind == "TAGMSG")
		return;

	Channel* const chan = target[0] == '#' ? Compat::FindChan(target) : nullptr;
	LocalUser* const user = chan ? nullptr : Compat::FindLocal(target);
	if (chan)
		Deliver(source, MessageTarget(chan, 0), std::move(message));
	else if (user)
		Deliver(source, MessageTarget(user), std::move(message));
}

void Multiline::OnSecond()
{
	const uint64_t now = Alarm::GetNow();
	for (auto entry = open.begin(); entry != open.end(); )
	{
		LocalUser* const user = Compat::FindLocal(entry->first);
		if (user && entry->second.deadline > now)
		{
			++entry;
			continue;
		}
		if (user)
			Fail(user, entry->second, "TIMEOUT", { entry->second.name }, "Your batch was open for too long.");
		entry = open.erase(entry);
	}
}

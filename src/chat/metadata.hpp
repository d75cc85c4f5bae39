// SPDX-License-Identifier: GPL-2.0-or-later
// METADATA (IRCv3 draft/metadata-2): what people and channels say about themselves, and who is told when it changes.
// Which keys a connection is subscribed to our module keeps, with the connection: it comes as the first parameter.
#pragma once
#include "answer.hpp"
#include "links.hpp"
#include "metadata_command.hpp"
#include "places.hpp"

#include <alloquy/accounts/directory.hpp>
#include <alloquy/chat/whereabouts.hpp>
#include <alloquy/http/rate_limit.hpp>
#include <alloquy/profiles/profiles.hpp>
#include <alloquy/rooms/rooms.hpp>

namespace alloquy::chat {

class Metadata {
public:
    Metadata(
        Places const& places, Links& links, rooms::Rooms& rooms, profiles::Profiles& profiles,
        accounts::Directory& directory, Whereabouts const& whereabouts
    );

    /// METADATA <subscriptions> <target> <subcommand> …
    Task<> serve(Answer& answer, IncomingRequest const& request);
    /// PROFILE, by our module for a connection that completes registration: "<key> <value>" for each key of its
    /// account.
    Task<> own(Answer& answer, IncomingRequest const& request);
    /// PROFILES <subscriptions> <channel>, by our module for a connection that joined: as SYNC, or 774 if that is much.
    Task<> joined(Answer& answer, IncomingRequest const& request);

private:
    struct Target {
        profiles::Holder holder = profiles::Holder::account;
        std::string shown;                         ///< As this client knows it.
        std::optional<accounts::Account> account;  ///< None: a guest, who has no profile.
        std::optional<rooms::Room> room;           ///< None: nothing was said in the channel yet.
        bool may_change = false;
    };
    using Handler = Task<> (Metadata::*)(Answer&, IncomingRequest const&, MetadataCommand const&);
    static Handler handler_of(MetadataCommand::Verb verb);

    Task<> get(Answer& answer, IncomingRequest const& request, MetadataCommand const& command);
    Task<> list(Answer& answer, IncomingRequest const& request, MetadataCommand const& command);
    Task<> set(Answer& answer, IncomingRequest const& request, MetadataCommand const& command);
    Task<> clear(Answer& answer, IncomingRequest const& request, MetadataCommand const& command);
    Task<> subscribe(Answer& answer, IncomingRequest const& request, MetadataCommand const& command);
    Task<> unsubscribe(Answer& answer, IncomingRequest const& request, MetadataCommand const& command);
    Task<> subscriptions(Answer& answer, IncomingRequest const& request, MetadataCommand const& command);
    Task<> sync(Answer& answer, IncomingRequest const& request, MetadataCommand const& command);

    /// Errors: not_found, also for a channel that the client isn't in.
    Task<Result<Target>> find(IncomingRequest const& request, std::string target);
    /// The same; when it fails, the client was told.
    Task<std::optional<Target>> find_or_fail(Answer& answer, IncomingRequest const& request, std::string target);
    Task<Result<profiles::Values>> values_of(Target target);
    Task<Result<profiles::Profiles::Changed>> change(Target target, profiles::Change change, std::string origin);
    /// Values of these keys, of channels and of people by name, in one batch.
    Task<> show(
        Answer& answer, std::string about, std::vector<std::string> channels, std::vector<std::string> people,
        std::vector<std::string> keys
    );
    void tell(profiles::ProfileUpdated const& event);

    Places const& places_;
    Links& links_;
    rooms::Rooms& rooms_;
    profiles::Profiles& profiles_;
    accounts::Directory& directory_;
    Whereabouts const& whereabouts_;
    http::RateLimits changes_;
    base::Subscription subscription_;
};

}  // namespace alloquy::chat

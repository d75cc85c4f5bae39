// SPDX-License-Identifier: GPL-2.0-or-later
// SliceServer over Ice. Compiled once for each slice: ALLOQUY_SLICE is its module (Murmur for 1.3 and 1.4, MumbleServer
// from 1.5 on), ALLOQUY_SLICE_HEADER its generated header, ALLOQUY_SLICE_CONNECT the name of the function at the end.
#include <alloquy/crypto/secret.hpp>

#include <Ice/Ice.h>
#include ALLOQUY_SLICE_HEADER

#include "slice_server.hpp"

#include <algorithm>

namespace alloquy::mumble {
namespace {

namespace slice = ALLOQUY_SLICE;

VoiceState to_state(slice::User const& user) {
    VoiceState state;
    state.session = user.session;
    state.mumble_id = user.userid;
    state.username = user.name;
    state.channel = user.channel;
    state.muted = user.mute || user.selfMute || user.suppress;
    state.deafened = user.deaf || user.selfDeaf;
    return state;
}

/// Any local program can connect to the adapter's loopback port; only Murmur knows the secret.
class SecretCheck {
public:
    explicit SecretCheck(std::string secret) : secret_(std::move(secret)) {}

    bool accepts(Ice::Current const& current) const {
        auto entry = current.ctx.find("secret");
        return entry != current.ctx.end() && crypto::equal_in_constant_time(entry->second, secret_);
    }

private:
    std::string secret_;
};

class Authenticator final : public slice::ServerUpdatingAuthenticator {
public:
    Authenticator(Callbacks& callbacks, std::string secret) : callbacks_(callbacks), check_(std::move(secret)) {}

    int authenticate(
        std::string name, std::string password, slice::CertificateList certificates, std::string, bool,
        std::string& new_name, slice::GroupNameList&, Ice::Current const& current
    ) override {
        if (!check_.accepts(current)) return kRefused;
        // An exception would make Murmur drop its authenticator for good, so whatever happens is a refusal.
        try {
            LoginAttempt attempt{std::move(name), std::move(password), {}};
            // The list is empty without a certificate; "strong" is true even then, so it says nothing.
            if (!certificates.empty() && !certificates.front().empty()) {
                auto const& der = certificates.front();
                attempt.certificate_sha256 =
                    crypto::to_hex(crypto::sha256({reinterpret_cast<char const*>(der.data()), der.size()}));
            }
            auto answer = callbacks_.authenticate(attempt);
            crypto::wipe(attempt.password);
            if (answer.user_id < 1) return kRefused;
            new_name = std::move(answer.username);
            return answer.user_id;
        } catch (...) {
            return kRefused;
        }
    }

    bool getInfo(int id, slice::UserInfoMap& info, Ice::Current const& current) override {
        auto name = check_.accepts(current) ? callbacks_.name_of(id) : std::nullopt;
        if (!name) return false;
        info[slice::UserInfo::UserName] = *name;
        return true;
    }
    int nameToId(std::string name, Ice::Current const& current) override {
        constexpr int kUnknown = -2;  // as the slice says; unlike in authenticate() it only looks a row up
        return check_.accepts(current) ? callbacks_.id_of(name).value_or(kUnknown) : kUnknown;
    }
    std::string idToName(int id, Ice::Current const& current) override {
        return check_.accepts(current) ? callbacks_.name_of(id).value_or("") : "";
    }
    slice::Texture idToTexture(int, Ice::Current const&) override { return {}; }

    // Accounts are made and changed elsewhere. Comments and avatars live as long as the connection: "done" keeps Murmur
    // from telling the client that its change was refused.
    int registerUser(slice::UserInfoMap, Ice::Current const&) override { return -1; }
    int unregisterUser(int, Ice::Current const&) override { return 0; }
    int setInfo(int, slice::UserInfoMap, Ice::Current const&) override { return 1; }
    int setTexture(int, slice::Texture, Ice::Current const&) override { return 1; }

    slice::NameMap getRegisteredUsers(std::string filter, Ice::Current const& current) override {
        return check_.accepts(current) ? callbacks_.registered(filter) : slice::NameMap{};
    }

private:
    Callbacks& callbacks_;
    SecretCheck check_;
};

class Listener final : public slice::ServerCallback {
public:
    Listener(Callbacks& callbacks, std::string secret) : callbacks_(callbacks), check_(std::move(secret)) {}

    void userConnected(slice::User user, Ice::Current const& current) override { changed(user, current); }
    void userStateChanged(slice::User user, Ice::Current const& current) override { changed(user, current); }
    void userDisconnected(slice::User user, Ice::Current const& current) override {
        if (check_.accepts(current)) callbacks_.user_left(user.session);
    }
    void userTextMessage(slice::User, slice::TextMessage, Ice::Current const&) override {}
    void channelCreated(slice::Channel, Ice::Current const&) override {}
    void channelRemoved(slice::Channel, Ice::Current const&) override {}
    void channelStateChanged(slice::Channel, Ice::Current const&) override {}

private:
    void changed(slice::User const& user, Ice::Current const& current) {
        if (check_.accepts(current)) callbacks_.user_changed(to_state(user));
    }

    Callbacks& callbacks_;
    SecretCheck check_;
};

class Server final : public SliceServer {
public:
    Server(SliceContext context, std::shared_ptr<slice::MetaPrx> meta)
        : adapter_(std::move(context.adapter)), meta_(std::move(meta)) {
        auto server = meta_->getServer(1);
        if (!server) throw std::runtime_error("Murmur has no virtual server 1");
        // Proxies that Meta returns don't inherit the context with the secret.
        server_ = server->ice_context({{"secret", context.secret}});
        authenticator_ = Ice::uncheckedCast<slice::ServerAuthenticatorPrx>(
            adapter_->addWithUUID(std::make_shared<Authenticator>(context.callbacks, context.secret))
        );
        listener_ = Ice::uncheckedCast<slice::ServerCallbackPrx>(
            adapter_->addWithUUID(std::make_shared<Listener>(context.callbacks, context.secret))
        );
    }
    ~Server() override {
        for (auto const& identity : {authenticator_->ice_getIdentity(), listener_->ice_getIdentity()}) {
            try {
                adapter_->remove(identity);
            } catch (Ice::Exception const&) {}  // the adapter is gone already
        }
    }

    std::string version() override {
        int major = 0, minor = 0, patch = 0;
        std::string text;
        meta_->getVersion(major, minor, patch, text);
        return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
    }
    bool running() override { return server_->isRunning(); }
    void lock_superuser(std::string const& password) override { server_->setSuperuserPassword(password); }

    void attach() override {
        server_->setAuthenticator(authenticator_);
        server_->addCallback(listener_);  // Murmur ignores one that it has
    }

    std::vector<VoiceState> users() override {
        std::vector<VoiceState> states;
        for (auto const& [session, user] : server_->getUsers()) states.push_back(to_state(user));
        return states;
    }

    bool kick(std::int32_t session, std::string const& reason) override {
        try {
            server_->kickUser(session, reason);
            return true;
        } catch (slice::InvalidSessionException const&) {
            return false;
        }
    }

    void reconcile(Layout const& layout) override {
        // Stored settings override the configuration file, also after a restart: none may stay but ours.
        for (auto const& [key, value] : server_->getAllConf())
            if (key != "defaultchannel" && !value.empty()) server_->setConf(key, "");

        auto lobby = lobby_channel(layout.lobby);
        auto wanted = std::to_string(lobby);
        if (server_->getConf("defaultchannel") != wanted) server_->setConf("defaultchannel", wanted);

        // Rooms are made elsewhere, and nobody is an administrator by Mumble's own means.
        slice::ACL everyone{};
        everyone.applyHere = everyone.applySubs = true;
        everyone.userid = -1;
        everyone.group = "all";
        everyone.allow = slice::PermissionTraverse | slice::PermissionEnter | slice::PermissionSpeak |
                         slice::PermissionWhisper | slice::PermissionTextMessage;
        everyone.deny = slice::PermissionMakeChannel | slice::PermissionMakeTempChannel |
                        slice::PermissionRegisterSelf | slice::PermissionLinkChannel;
        server_->setACL(0, {everyone}, {}, true);
    }

private:
    int lobby_channel(std::string const& name) {
        int lobby = -1;
        auto const channels = server_->getChannels();
        for (auto const& [id, channel] : channels)
            if (channel.parent == 0 && channel.name == name && id != 0) lobby = id;
        if (lobby < 0) lobby = server_->addChannel(name, 0);
        for (auto const& [id, channel] : channels) {
            if (id == 0 || id == lobby) continue;
            try {
                server_->removeChannel(id);
            } catch (slice::InvalidChannelException const&) {}  // went with its parent
        }
        return lobby;
    }

    std::shared_ptr<Ice::ObjectAdapter> adapter_;
    std::shared_ptr<slice::MetaPrx> meta_;
    std::shared_ptr<slice::ServerPrx> server_;
    std::shared_ptr<slice::ServerAuthenticatorPrx> authenticator_;
    std::shared_ptr<slice::ServerCallbackPrx> listener_;
};

}  // namespace

std::unique_ptr<SliceServer> ALLOQUY_SLICE_CONNECT(
    SliceContext context, std::shared_ptr<Ice::ObjectPrx> const& object
) {
    auto meta = Ice::checkedCast<slice::MetaPrx>(object);
    if (!meta) return nullptr;
    return std::make_unique<Server>(std::move(context), std::move(meta));
}

}  // namespace alloquy::mumble

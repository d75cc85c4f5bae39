// SPDX-License-Identifier: GPL-2.0-or-later
#include "start.hpp"

#include "settings.hpp"

#include <alloquy/base/file.hpp>
#include <alloquy/process/privileges.hpp>

namespace alloquy::daemon {
namespace {

/// `path`, which lies below `from`, as seen below `to`.
std::filesystem::path rebase(
    std::filesystem::path const& path, std::filesystem::path const& from, std::filesystem::path const& to
) {
    return to / path.lexically_relative(from);
}

Result<process::DataDirectory> become_owner(std::filesystem::path const& root) {
    process::ServiceUserRequest request;
    request.data = root;
    auto outcome = process::become_service_user(std::move(request));
    if (!outcome) return std::unexpected(outcome.error());
    return process::DataDirectory::open(outcome->data);
}

Result<std::pair<process::DataDirectory, process::InstanceLock>> open_and_lock(Options const& options) {
    auto data = process::DataDirectory::open(options.data);
    if (!data) return std::unexpected(data.error());
    auto lock = process::InstanceLock::take(*data);
    if (!lock) return std::unexpected(lock.error());
    return std::pair{std::move(*data), std::move(*lock)};
}

}  // namespace

Result<Config> load_config(Options const& options) {
    if (options.config.empty()) return read_config("", "", options.overrides);
    auto text = base::read_file(options.config, 1024 * 1024);
    if (!text) return std::unexpected(text.error());
    return read_config(*text, options.config.string(), options.overrides);
}

Result<OwnedData> own_data(Options const& options) {
    auto locked = open_and_lock(options);
    if (!locked) return std::unexpected(locked.error());
    auto data = become_owner(locked->first.root());
    if (!data) return std::unexpected(data.error());
    return OwnedData{std::move(*data), std::move(locked->second)};
}

Result<Prepared> prepare_to_serve(Options const& options, Config const& config) {
    auto locked = open_and_lock(options);
    if (!locked) return std::unexpected(locked.error());
    auto const& original = locked->first;

    net::CertificateSettings settings;
    settings.certificate = config.tls.certificate;
    settings.key = config.tls.key;
    settings.host = config.server.host;
    settings.directory = original.tls();
    auto certificates = net::Certificates::load(std::move(settings), base::system_clock());
    if (!certificates) return std::unexpected(certificates.error());

    auto found = find_installation(options.templates);
    if (!found) return std::unexpected(found.error());
    auto copies = copy_installation(*found, original.run());
    if (!copies) return std::unexpected(copies.error());

    auto data = become_owner(original.root());
    if (!data) return std::unexpected(data.error());
    (*certificates)->moved_to(data->tls());
    Installation installation{
        rebase(copies->templates, original.root(), data->root()), rebase(copies->module, original.root(), data->root())
    };
    return Prepared{
        OwnedData{std::move(*data), std::move(locked->second)}, std::move(*certificates), std::move(installation)
    };
}

}  // namespace alloquy::daemon

#include "bot/delivery/cause.hpp"

#include "db/store.hpp"

#include <boost/system/system_error.hpp>

#include <new>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace bot::delivery {

namespace {

std::string_view word_for(const std::error_code& code) {
    using std::errc;
    if (code == errc::no_space_on_device) return "no_space";
    if (code == errc::permission_denied || code == errc::operation_not_permitted) return "denied";
    if (code == errc::read_only_file_system) return "read_only";
    if (code == errc::no_such_file_or_directory || code == errc::not_a_directory) return "missing";
    if (code == errc::file_exists || code == errc::directory_not_empty) return "exists";
    if (code == errc::too_many_files_open || code == errc::too_many_files_open_in_system) return "too_many_files";
    if (code == errc::io_error) return "disk_fault";
    if (code == errc::not_enough_memory) return "no_memory";
    return "system";
}

std::string_view word_for(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const db::NoSpace&) {
        return "no_space";
    } catch (const db::Unavailable&) {
        return "database";
    } catch (const db::BrokenSeal&) {
        return "broken_seal";
    } catch (const std::system_error& error) {
        return word_for(error.code());
    } catch (const boost::system::system_error& error) {
        return word_for(std::error_code(error.code()));
    } catch (const std::bad_alloc&) {
        return "no_memory";
    } catch (const std::logic_error&) {
        return "our_bug";
    } catch (...) {
        return "other";
    }
}

}  // namespace

observing::Field cause(const std::exception_ptr& failure) { return observing::Field::word("cause", word_for(failure)); }

void tell_failure(std::string_view task, const std::exception_ptr& failure) {
    if (failure) observing::log(observing::Level::error, observing::What::task_failed, {observing::Field::word("task", task), cause(failure)});
}

}  // namespace bot::delivery

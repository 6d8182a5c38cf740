// Boost.Asio compiled once (BOOST_ASIO_SEPARATE_COMPILATION): 4 to 5 CPU seconds here instead of in each file.
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>

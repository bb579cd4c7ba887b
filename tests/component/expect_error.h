#pragma once

#include <gtest/gtest.h>

#include <exception>
#include <functional>
#include <string>
#include <vector>

namespace vht::test
{
  /** The action has to throw this type of error, and its message has to hold each of the texts. */
  template <typename ErrorType>
  void
  expect_error(const std::function<void()> &action, const std::vector<std::string> &texts)
  {
    try
      {
        action();
      }
    catch (const ErrorType &error)
      {
        const std::string message = error.what();
        for (const std::string &text : texts)
          EXPECT_NE(message.find(text), std::string::npos)
            << "expected in the message: " << text << "\nthe message: " << message;
        return;
      }
    catch (const std::exception &error)
      {
        ADD_FAILURE() << "an error of another type was thrown: " << error.what();
        return;
      }
    ADD_FAILURE() << "nothing was thrown";
  }
} // namespace vht::test

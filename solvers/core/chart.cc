#include "solvers/core/chart.h"

#include "physics/error.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <sstream>

namespace vht
{
  namespace
  {
    std::string
    formatted(const char *format, const double value)
    {
      char text[64];
      std::snprintf(text, sizeof text, format, value);
      return text;
    }

    std::string
    escaped(const std::string &text)
    {
      std::string result;
      for (const char c : text)
        switch (c)
          {
            case '&':
              result += "&amp;";
              break;
            case '<':
              result += "&lt;";
              break;
            case '>':
              result += "&gt;";
              break;
            case '"':
              result += "&quot;";
              break;
            default:
              result += c;
          }
      return result;
    }

    /** From values to pixels along one direction. */
    struct Axis
    {
      double              minimum, maximum;
      bool                logarithmic;
      double              start, end; ///< pixels of minimum and maximum
      std::vector<double> ticks;

      double
      operator()(const double value) const
      {
        const double position = logarithmic ? std::log(value / minimum) / std::log(maximum / minimum)
                                            : (value - minimum) / (maximum - minimum);
        return start + position * (end - start);
      }

      bool
      drawable(const double value) const
      {
        return std::isfinite(value) && (!logarithmic || value > 0.);
      }
    };

    Axis
    make_axis(std::vector<double>                             values,
              const bool                                      logarithmic,
              const std::optional<std::pair<double, double>> &range,
              const bool                                      margin)
    {
      Axis axis{0., 1., logarithmic, 0., 1., {}};
      std::erase_if(values, [&](const double value) { return !axis.drawable(value); });
      if (logarithmic)
        axis.minimum = 0.1;
      if (!values.empty())
        {
          const auto [low, high] = std::minmax_element(values.begin(), values.end());
          axis.minimum = *low, axis.maximum = *high;
        }
      if (range)
        axis.minimum = range->first, axis.maximum = range->second;
      if (logarithmic)
        {
          const double spread = !margin || range ? 1. : std::pow(axis.maximum / axis.minimum, 0.06);
          axis.minimum /= axis.maximum > axis.minimum ? spread : 2.;
          axis.maximum *= axis.maximum > axis.minimum ? spread : 2.;
          axis.ticks = log_ticks(axis.minimum, axis.maximum);
          return axis;
        }
      if (!(axis.maximum > axis.minimum))
        {
          const double half = axis.minimum == 0. ? 1. : 0.1 * std::abs(axis.minimum);
          axis.minimum -= half, axis.maximum += half;
        }
      else if (margin && !range)
        {
          const double spread = 0.05 * (axis.maximum - axis.minimum);
          axis.minimum -= spread, axis.maximum += spread;
        }
      axis.ticks = nice_ticks(axis.minimum, axis.maximum);
      return axis;
    }

    constexpr const char *ink = "#22252b", *pale = "#e4e6ea", *soft = "#5d6470";

    class Drawing
    {
    public:
      explicit Drawing(const Chart &chart)
        : chart_(chart)
        , legend_(legend_entries())
        , x_(make_axis(values(&Curve::x, false), chart.log_x, chart.x_range, has_markers()))
        , y_(make_axis(values(&Curve::y, true), chart.log_y, chart.y_range, true))
      {
        for (const Curve &curve : chart.curves)
          if (curve.x.size() != curve.y.size())
            throw InputError("The curve \"" + curve.label + "\" of the chart \"" + chart.title + "\" has " +
                             std::to_string(curve.x.size()) + " x but " + std::to_string(curve.y.size()) + " y.");
        x_.start = 84., x_.end = chart.width - (legend_.empty() ? 24. : 36. + legend_width());
        y_.start = chart.height - 62., y_.end = chart.title.empty() ? 22. : 52.;
      }

      std::string
      text()
      {
        out_ << "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" << chart_.width << "\" height=\"" << chart_.height
             << "\" viewBox=\"0 0 " << chart_.width << ' ' << chart_.height
             << "\" font-family=\"Inter, 'Helvetica Neue', Arial, sans-serif\" font-size=\"13\" fill=\"" << ink
             << "\">\n"
             << "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
             << "<clipPath id=\"frame\"><rect x=\"" << x_.start << "\" y=\"" << y_.end << "\" width=\""
             << x_.end - x_.start << "\" height=\"" << y_.start - y_.end << "\"/></clipPath>\n";
        write(x_.start, 30., chart_.title, "font-size=\"17\" font-weight=\"600\"");
        bands();
        axes();
        for (std::size_t i = 0; i < chart_.curves.size(); ++i)
          curve(chart_.curves[i], colour(i));
        legend();
        out_ << "</svg>\n";
        return out_.str();
      }

    private:
      struct LegendEntry
      {
        std::string label, colour;
        bool        line, markers, dashed, band;
      };

      const Chart             &chart_;
      std::vector<LegendEntry> legend_;
      Axis                     x_, y_;
      std::ostringstream       out_;

      bool
      has_markers() const
      {
        return std::any_of(chart_.curves.begin(), chart_.curves.end(), [](const Curve &c) { return c.markers; });
      }

      std::string
      colour(const std::size_t i) const
      {
        return hexadecimal(chart_.curves[i].colour.value_or(categorical_colour(i)));
      }

      std::vector<double>
      values(std::vector<double> Curve::*coordinate, const bool with_bands) const
      {
        std::vector<double> result;
        for (const Curve &curve : chart_.curves)
          result.insert(result.end(), (curve.*coordinate).begin(), (curve.*coordinate).end());
        if (with_bands)
          for (const Band &band : chart_.bands)
            result.insert(result.end(), {band.from, band.to});
        return result;
      }

      std::vector<LegendEntry>
      legend_entries() const
      {
        std::vector<LegendEntry> entries;
        for (std::size_t i = 0; i < chart_.curves.size(); ++i)
          if (const Curve &c = chart_.curves[i]; !c.label.empty())
            entries.push_back({c.label, colour(i), c.line, c.markers, c.dashed, false});
        for (const Band &band : chart_.bands)
          if (!band.label.empty() && band.from != band.to)
            entries.push_back({band.label, soft, true, false, true, true});
        return entries;
      }

      double
      legend_width() const
      {
        std::size_t longest = 0;
        for (const LegendEntry &entry : legend_)
          longest =
            std::max(longest, std::size_t(std::count_if(entry.label.begin(), entry.label.end(), [](const char c) {
                       return (c & 0xc0) != 0x80; // letters, not bytes, of UTF-8
                     })));
        return std::min(40. + 6.6 * double(longest), 0.45 * chart_.width);
      }

      void
      write(const double x, const double y, const std::string &text, const std::string &style)
      {
        if (!text.empty())
          out_ << "<text x=\"" << formatted("%.1f", x) << "\" y=\"" << formatted("%.1f", y) << "\" " << style << '>'
               << escaped(text) << "</text>\n";
      }

      void
      segment(const double x0, const double y0, const double x1, const double y1, const std::string &style)
      {
        out_ << "<line x1=\"" << formatted("%.1f", x0) << "\" y1=\"" << formatted("%.1f", y0) << "\" x2=\""
             << formatted("%.1f", x1) << "\" y2=\"" << formatted("%.1f", y1) << "\" " << style << "/>\n";
      }

      void
      axes()
      {
        const std::string grid = std::string("stroke=\"") + pale + "\"", line = std::string("stroke=\"") + soft + "\"";
        const auto        x_labels = tick_labels(x_.ticks), y_labels = tick_labels(y_.ticks);
        for (std::size_t i = 0; i < x_.ticks.size(); ++i)
          {
            segment(x_(x_.ticks[i]), y_.start, x_(x_.ticks[i]), y_.end, grid);
            write(x_(x_.ticks[i]), y_.start + 20., x_labels[i], "text-anchor=\"middle\"");
          }
        for (std::size_t i = 0; i < y_.ticks.size(); ++i)
          {
            segment(x_.start, y_(y_.ticks[i]), x_.end, y_(y_.ticks[i]), grid);
            write(x_.start - 9., y_(y_.ticks[i]) + 4.5, y_labels[i], "text-anchor=\"end\"");
          }
        segment(x_.start, y_.start, x_.end, y_.start, line);
        segment(x_.start, y_.start, x_.start, y_.end, line);
        write((x_.start + x_.end) / 2, y_.start + 46., chart_.x_label, "text-anchor=\"middle\" font-size=\"14\"");
        const std::string middle = formatted("%.1f", (y_.start + y_.end) / 2);
        write(22., (y_.start + y_.end) / 2, chart_.y_label,
              "text-anchor=\"middle\" font-size=\"14\" transform=\"rotate(-90 22 " + middle + ")\"");
      }

      void
      bands()
      {
        for (const Band &band : chart_.bands)
          {
            if (!y_.drawable(band.from) || !y_.drawable(band.to))
              continue;
            const double top = y_(std::max(band.from, band.to)), bottom = y_(std::min(band.from, band.to));
            if (band.from == band.to)
              {
                segment(x_.start, top, x_.end, top,
                        std::string(
                          "clip-path=\"url(#frame)\" stroke-width=\"1.5\" stroke-dasharray=\"6 4\" stroke=\"") +
                          soft + "\"");
                write(x_.end - 4., top - 6., band.label,
                      std::string("text-anchor=\"end\" font-size=\"12\" fill=\"") + soft + "\"");
              }
            else
              out_ << "<rect clip-path=\"url(#frame)\" x=\"" << x_.start << "\" y=\"" << formatted("%.1f", top)
                   << "\" width=\"" << x_.end - x_.start << "\" height=\"" << formatted("%.1f", bottom - top)
                   << "\" fill=\"" << soft << "\" fill-opacity=\"0.16\"/>\n";
          }
      }

      void
      curve(const Curve &curve, const std::string &colour)
      {
        std::ostringstream path, markers;
        bool               pen_down = false;
        for (std::size_t i = 0; i < curve.x.size(); ++i)
          {
            if (!x_.drawable(curve.x[i]) || !y_.drawable(curve.y[i]))
              {
                pen_down = false;
                continue;
              }
            const std::string x = formatted("%.2f", x_(curve.x[i])), y = formatted("%.2f", y_(curve.y[i]));
            path << (pen_down ? 'L' : 'M') << x << ' ' << y;
            pen_down = true;
            markers << "<circle cx=\"" << x << "\" cy=\"" << y << "\" r=\"3.6\"/>\n";
          }
        if (curve.line && !path.str().empty())
          out_ << "<path clip-path=\"url(#frame)\" d=\"" << path.str() << "\" fill=\"none\" stroke=\"" << colour
               << "\" stroke-width=\"2\" stroke-linejoin=\"round\"" << (curve.dashed ? " stroke-dasharray=\"7 4\"" : "")
               << "/>\n";
        if (curve.markers)
          out_ << "<g clip-path=\"url(#frame)\" fill=\"" << (curve.dashed ? "#ffffff" : colour) << "\" stroke=\""
               << colour << "\" stroke-width=\"1.5\">\n"
               << markers.str() << "</g>\n";
      }

      void
      legend()
      {
        double       y = y_.end + 8.;
        const double x = x_.end + 18.;
        for (const LegendEntry &entry : legend_)
          {
            if (entry.band)
              out_ << "<rect x=\"" << x << "\" y=\"" << y - 6. << "\" width=\"24\" height=\"12\" fill=\"" << soft
                   << "\" fill-opacity=\"0.16\"/>\n";
            else if (entry.line)
              segment(x, y, x + 24., y,
                      "stroke-width=\"2\" stroke=\"" + entry.colour + "\"" +
                        (entry.dashed ? " stroke-dasharray=\"7 4\"" : ""));
            if (entry.markers)
              out_ << "<circle cx=\"" << x + 12. << "\" cy=\"" << y << "\" r=\"3.6\" fill=\""
                   << (entry.dashed ? "#ffffff" : entry.colour) << "\" stroke=\"" << entry.colour
                   << "\" stroke-width=\"1.5\"/>\n";
            write(x + 32., y + 4.5, entry.label, "");
            y += 22.;
          }
      }
    };
  } // namespace

  std::vector<double>
  nice_ticks(const double minimum, const double maximum, const unsigned wanted)
  {
    const double span = maximum - minimum;
    if (!(span > 0.) || !std::isfinite(span))
      return {minimum};
    const double raw   = span / std::max(1u, wanted);
    const double power = std::pow(10., std::floor(std::log10(raw)));
    double       step  = 10. * power;
    for (const double factor : {5., 2., 1.})
      if (factor * power >= raw * 0.7)
        step = factor * power;
    std::vector<double> ticks;
    for (double i = std::ceil(minimum / step - 1e-9); i * step <= maximum + 1e-9 * step; ++i)
      ticks.push_back(i == 0. ? 0. : i * step);
    return ticks;
  }

  std::vector<double>
  log_ticks(const double minimum, const double maximum)
  {
    if (!(minimum > 0.) || !(maximum > minimum))
      return {};
    const auto multiples = [&](const std::vector<double> &factors) {
      std::vector<double> ticks;
      for (double power = std::floor(std::log10(minimum)); power <= std::ceil(std::log10(maximum)); ++power)
        for (const double factor : factors)
          if (const double tick = factor * std::pow(10., power);
              tick >= minimum * (1. - 1e-9) && tick <= maximum * (1. + 1e-9))
            ticks.push_back(tick);
      return ticks;
    };
    std::vector<double> ticks = multiples({1.});
    if (ticks.size() < 3)
      ticks = multiples({1., 2., 5.});
    if (ticks.size() > 10) // every second, third, ... power
      {
        std::vector<double> fewer;
        for (std::size_t i = 0; i < ticks.size(); i += ticks.size() / 8 + 1)
          fewer.push_back(ticks[i]);
        ticks = fewer;
      }
    return ticks;
  }

  std::vector<std::string>
  tick_labels(const std::vector<double> &ticks)
  {
    double largest = 0., smallest = INFINITY;
    for (const double tick : ticks)
      {
        largest = std::max(largest, std::abs(tick));
        if (tick != 0.)
          smallest = std::min(smallest, std::abs(tick));
      }
    const bool as_powers = largest >= 1e6 || (largest > 0. && (largest < 1e-3 || smallest < 1e-4));

    std::vector<std::string> labels;
    for (int decimals = 0; decimals <= 9 && labels.empty(); ++decimals)
      {
        const std::string format =
          as_powers ? "%." + std::to_string(decimals) + "e" : "%." + std::to_string(decimals) + "f";
        for (const double tick : ticks)
          {
            const std::string text = formatted(format.c_str(), tick);
            if (std::abs(std::stod(text) - tick) > 1e-6 * std::max(std::abs(tick), 1e-3 * largest))
              {
                labels.clear();
                break;
              }
            labels.push_back(text);
            for (const char *zero : {"e+0", "e-0"}) // 1e-05 reads 1e-5
              if (const auto at = text.find(zero); at != std::string::npos)
                labels.back() = text.substr(0, at) + (zero[1] == '-' ? "e-" : "e") + text.substr(at + 3);
          }
        if (ticks.empty())
          break;
      }
    return labels.size() == ticks.size() ? labels : std::vector<std::string>(ticks.size());
  }

  std::string
  svg(const Chart &chart)
  {
    return Drawing(chart).text();
  }

  void
  draw(const Chart &chart)
  {
    if (chart.file.has_parent_path())
      std::filesystem::create_directories(chart.file.parent_path());
    std::ofstream out(chart.file);
    out << svg(chart);
    out.close();
    if (!out)
      throw InputError("The chart " + chart.file.string() + " cannot be written.");
  }
} // namespace vht

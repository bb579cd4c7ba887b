#include "meshing/shapes/channels.h"
#include "meshing/shapes/organs.h"
#include "meshing/shapes/vessels.h"

namespace vht::meshing
{
  std::vector<std::unique_ptr<Shape>>
  all_shapes()
  {
    std::vector<std::unique_ptr<Shape>> shapes;
    shapes.push_back(std::make_unique<Tube>());
    shapes.push_back(std::make_unique<Bifurcation>());
    shapes.push_back(std::make_unique<SaccularAneurysm>());
    shapes.push_back(std::make_unique<FdaNozzle>());
    shapes.push_back(std::make_unique<CylinderChannel>());
    shapes.push_back(std::make_unique<Microchannel>());
    shapes.push_back(std::make_unique<LeftAtrium>());
    shapes.push_back(std::make_unique<LiverLobule>(false));
    shapes.push_back(std::make_unique<LiverLobule>(true));
    shapes.push_back(std::make_unique<EllipsoidalOrgan>(EllipsoidalOrgan::Organ::liver));
    shapes.push_back(std::make_unique<EllipsoidalOrgan>(EllipsoidalOrgan::Organ::brain));
    return shapes;
  }
} // namespace vht::meshing

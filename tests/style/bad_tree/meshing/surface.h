#include <CGAL/version.h>

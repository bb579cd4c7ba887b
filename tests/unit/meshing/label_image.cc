#include "meshing/image/label_image.h"

#include "tests/unit/meshing/image_files.h"

#include <cmath>

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  // Nothing is symmetric: three single voxels on the axes of a turned grid with three spacings.
  const std::array<std::size_t, 3> n = {4, 3, 2};

  std::vector<std::uint8_t>
  three_voxels()
  {
    std::vector<std::uint8_t> values(24, 0);
    values[3]         = 1; // (3, 0, 0)
    values[2 * 4]     = 2; // (0, 2, 0)
    values[1 * 4 * 3] = 3; // (0, 0, 1)
    return values;
  }

  std::string
  as_bytes(const std::vector<std::uint8_t> &values)
  {
    return {values.begin(), values.end()};
  }

  /** In RAS: i runs to the front in steps of 2 mm, j to the left in steps of 1 mm, k to the head in steps of 3 mm. */
  void
  expect_three_voxels(const Image &image, const std::string &format)
  {
    SCOPED_TRACE(format);
    ASSERT_EQ(image.dimensions, n);
    EXPECT_EQ(std::vector<std::uint8_t>(image.values.begin(), image.values.end()), three_voxels());
    const std::pair<Point, Point> places[] = {{{{3, 0, 0}}, {{10e-3, 26e-3, 30e-3}}},
                                              {{{0, 2, 0}}, {{8e-3, 20e-3, 30e-3}}},
                                              {{{0, 0, 1}}, {{10e-3, 20e-3, 33e-3}}}};
    for (const auto &[index, place] : places)
      for (unsigned d = 0; d < 3; ++d)
        EXPECT_NEAR(image.to_world(index)[d], place[d], 1e-9)
          << "voxel " << index[0] << index[1] << index[2] << ", " << d;
    for (unsigned d = 0; d < 3; ++d)
      EXPECT_NEAR(image.to_world.inverse()(places[0].second)[d], places[0].first[d], 1e-6);
    EXPECT_NEAR(image.to_world.determinant(), 6e-9, 1e-15);
  }

  const std::array<float, 12> sform_rows = {0, -1, 0, 10, 2, 0, 0, 20, 0, 0, 3, 30};

  // The same in LPS: x and y change their sign.
  const std::string meta_header = "ObjectType = Image\nNDims = 3\nDimSize = 4 3 2\nElementType = MET_UCHAR\n"
                                  "ElementSpacing = 2 1 3\nTransformMatrix = 0 -1 0 1 0 0 0 0 1\nOffset = -10 -20 30\n";
  const std::string nrrd_header = "NRRD0004\n# Complete NRRD file format specification at:\n"
                                  "# http://teem.sourceforge.net/nrrd/format.html\ntype: unsigned char\ndimension: 3\n"
                                  "sizes: 4 3 2\n";
  const std::string nrrd_lps    = "space: left-posterior-superior\nspace directions: (0,-2,0) (1,0,0) (0,0,3)\n"
                                  "space origin: (-10,-20,30)\n";
} // namespace

TEST(LabelImage, EveryFormatPutsVoxelsWhereTheyAre)
{
  const Folder      folder;
  const std::string bytes = as_bytes(three_voxels());
  const auto        read  = [&](const std::string &name, const std::string &content) {
    return read_image(folder.write(name, content));
  };

  Nifti nifti(n, three_voxels());
  nifti.sform(sform_rows);
  expect_three_voxels(read("a.nii", nifti.bytes()), "NIfTI");
  expect_three_voxels(read("a.nii.gz", gzipped(nifti.bytes())), "packed NIfTI");

  expect_three_voxels(read("a.mha", meta_header + "ElementDataFile = LOCAL\n" + bytes), "MetaImage");
  folder.write("b.zraw", gzipped(bytes));
  expect_three_voxels(read("b.mhd", meta_header + "CompressedData = True\nElementDataFile = b.zraw\n"),
                      "packed MetaImage with its data beside");

  expect_three_voxels(read("a.nrrd", nrrd_header + nrrd_lps + "encoding: raw\n\n" + bytes), "NRRD");
  expect_three_voxels(read("b.nrrd", nrrd_header + nrrd_lps + "encoding: gzip\n\n" + gzipped(bytes)), "packed NRRD");
  expect_three_voxels(read("c.nrrd",
                           nrrd_header +
                             "space: RAS\nspace directions: (0,2,0) (-1,0,0) (0,0,3)\nspace origin: (10,20,30)\n"
                             "encoding: raw\n\n" +
                             bytes),
                      "NRRD in RAS");
}

TEST(LabelImage, QuaternionOfNifti)
{
  const Folder folder;
  Nifti        nifti(n, three_voxels());
  nifti.put<std::int16_t>(252, 1); // i to the front, j to the left: a quarter turn about z
  nifti.put<float>(264, std::sqrt(0.5f));
  for (const auto &[offset, value] :
       {std::pair(76, 1.f), {80, 2.f}, {84, 1.f}, {88, 3.f}, {268, 10.f}, {272, 20.f}, {276, 30.f}})
    nifti.put<float>(static_cast<std::size_t>(offset), value);
  expect_three_voxels(read_image(folder.write("q.nii", nifti.bytes())), "qform");
}

TEST(LabelImage, LegacyVtkAndItsAxes)
{
  const Folder folder;
  const auto   file = folder.write("a.vtk", "# vtk DataFile Version 3.0\nvtk output\nASCII\nDATASET STRUCTURED_POINTS\n"
                                              "DIMENSIONS 2 2 1\nORIGIN 1 2 3\nSPACING 1 2 4\nPOINT_DATA 4\n"
                                              "SCALARS label unsigned_char 1\nLOOKUP_TABLE default\n0 1 2 0\n");
  const Image  ras = read_image(file), lps = read_image(file, {{}, Axes::lps}),
              metres = read_image(file, {1., Axes::ras});
  EXPECT_EQ(ras.values, (std::vector<float>{0, 1, 2, 0}));
  EXPECT_NEAR(ras.to_world({1, 1, 0})[0], 2e-3, 1e-12);
  EXPECT_NEAR(ras.to_world({1, 1, 0})[1], 4e-3, 1e-12);
  EXPECT_NEAR(lps.to_world({1, 1, 0})[0], -2e-3, 1e-12);
  EXPECT_NEAR(lps.to_world({1, 1, 0})[1], -4e-3, 1e-12);
  EXPECT_NEAR(lps.to_world({1, 1, 0})[2], 3e-3, 1e-12);
  EXPECT_NEAR(metres.to_world({1, 1, 0})[1], 4, 1e-12);
  EXPECT_TRUE(ras.private_fields.empty());
}

TEST(LabelImage, StoredNumbers)
{
  const Folder folder;
  // Big-endian shorts 258 and -2 and a scaled NIfTI.
  const Image big = read_image(folder.write("a.nrrd", "NRRD0004\ntype: short\ndimension: 3\nsizes: 2 1 1\nendian: big\n"
                                                      "encoding: raw\n\n" +
                                                        std::string("\x01\x02\xff\xfe", 4)));
  EXPECT_EQ(big.values, (std::vector<float>{258, -2}));
  const Image text = read_image(folder.write("b.nrrd", "NRRD0004\ntype: float\ndimension: 3\nsizes: 2 1 1\n"
                                                       "encoding: text\n\n0.5 2\n"));
  EXPECT_EQ(text.values, (std::vector<float>{0.5, 2}));
  Nifti nifti({2, 1, 1}, {1, 3});
  nifti.put<float>(112, 2).put<float>(116, 1);
  EXPECT_EQ(read_image(folder.write("c.nii", nifti.bytes())).values, (std::vector<float>{3, 7}));
}

TEST(LabelImage, NamesFieldsThatMayTellWho)
{
  const Folder      folder;
  const std::string bytes = as_bytes(three_voxels());
  Nifti             nifti(n, three_voxels());
  nifti.text(148, "Jane Doe 1970-01-01").text(228, "doe.txt").text(14, "hospital 7");
  nifti.put<char>(348, 1);
  using Names = std::vector<std::string>;
  EXPECT_EQ(read_image(folder.write("a.nii", nifti.bytes())).private_fields,
            (Names{"db_name", "descrip", "aux_file", "extensions"}));
  EXPECT_EQ(read_image(folder.write("a.mha", meta_header +
                                               "PatientName = Jane Doe\nComment = born 1970\n"
                                               "ElementDataFile = LOCAL\n" +
                                               bytes))
              .private_fields,
            (Names{"PatientName", "Comment"}));
  EXPECT_EQ(read_image(folder.write("a.nrrd", nrrd_header + nrrd_lps +
                                                "# by Dr Roe\nencoding: raw\ncontent: Jane Doe\n"
                                                "DICOM_0010_0010:=Doe^Jane\n\n" +
                                                bytes))
              .private_fields,
            (Names{"key \"DICOM_0010_0010\"", "comments", "content"}));
}

TEST(LabelImage, RefusesWhatItCannotRead)
{
  const Folder      folder;
  const std::string bytes   = as_bytes(three_voxels());
  const auto        mistake = [&](const std::string &name, const std::string &content) {
    return message_of([&] { read_image(folder.write(name, content)); });
  };
  EXPECT_NE(message_of<InputError>([&] { read_image(folder / "gone.nii"); }).find("no image"), std::string::npos);
  EXPECT_NE(message_of<InputError>([&] { read_image(folder.write("a.png", "x")); }).find("unknown extension"),
            std::string::npos);
  const Nifti nifti(n, three_voxels());
  EXPECT_NE(mistake("a.nii", nifti.bytes().substr(0, 360)).find("8 voxels of 24"), std::string::npos);
  EXPECT_NE(mistake("b.nii", nifti.bytes().substr(0, 200)).find("within its header"), std::string::npos);
  EXPECT_NE(mistake("c.nii.gz", gzipped(nifti.bytes()).substr(0, 60)).find("truncated or damaged"), std::string::npos);
  EXPECT_NE(mistake("a.nrrd", nrrd_header + nrrd_lps + "encoding: raw\n\n" + bytes.substr(0, 5)).find("5 voxels of 24"),
            std::string::npos);
  EXPECT_NE(mistake("b.nrrd", nrrd_header + "space directions: (1,0,0) (1,0,0) (0,0,1)\nencoding: raw\n\n" + bytes)
              .find("determinant is 0"),
            std::string::npos);
  EXPECT_NE(mistake("a.mha", meta_header + "ElementDataFile = LOCAL\n").find("0 voxels of 24"), std::string::npos);
  EXPECT_NE(mistake("a.vtk", "# vtk DataFile Version 3.0\nx\nASCII\nDATASET STRUCTURED_POINTS\nDIMENSIONS 9 9 9\n")
              .find("cannot be read"),
            std::string::npos);
}

TEST(LabelImage, MergesAndNames)
{
  Image image;
  image.dimensions     = {5, 1, 1};
  image.values         = {0, 4, 7, 9, 9};
  const LabelImage all = label_image(image, {});
  EXPECT_EQ(all.names, (NameTable{{1, "label_4"}, {2, "label_7"}, {3, "label_9"}}));
  const LabelImage two = label_image(image, {{"a", {9}}, {"b", {4, 7}}});
  EXPECT_EQ(two.labels, (std::vector<std::uint16_t>{0, 2, 2, 1, 1}));
  EXPECT_EQ(two.names, (NameTable{{1, "a"}, {2, "b"}}));
  EXPECT_NE(message_of<InputError>([&] {
              label_image(image, {{"a", {5}}});
            }).find("It has: 4, 7, 9"),
            std::string::npos);
  EXPECT_NE(message_of<InputError>([&] {
              label_image(image, {{"a", {4}}, {"b", {4}}});
            }).find("belongs to a"),
            std::string::npos);
  image.values = {0, 0, 0, 0, 0};
  EXPECT_NE(message_of([&] { label_image(image, {}); }).find("empty"), std::string::npos);
  image.values[2] = 0.5;
  EXPECT_NE(message_of([&] { label_image(image, {}); }).find("Threshold"), std::string::npos);
}

TEST(LabelImage, MapsWithThresholds)
{
  Image a, b;
  a.dimensions = b.dimensions = {4, 1, 1};
  a.values                    = {0.9f, 0.6f, 0.6f, 0.1f};
  b.values                    = {0.1f, 0.7f, 0.4f, 0.2f};
  EXPECT_EQ(label_image({{"a", &a, 0.5}, {"b", &b, 0.5}}).labels, (std::vector<std::uint16_t>{1, 2, 1, 0}));
  EXPECT_NE(message_of<InputError>([&] {
              label_image({{"a", &a, 0.5}, {"b", &b, 0.8}});
            }).find("Label b"),
            std::string::npos);
  b.to_world.origin[0] = 1;
  EXPECT_NE(message_of([&] { label_image({{"a", &a, 0.5}, {"b", &b, 0.5}}); }).find("another grid"), std::string::npos);
}

TEST(LabelImage, SmallPiecesGoToWhatIsAround)
{
  // A block with a pocket of outside and a speck of label 2 in it, and a loose voxel far away.
  LabelImage image          = synthetic(9, 1e-3, {{1, "block"}, {2, "other"}}, [](const Point &x) {
    const bool block = std::abs(x[0]) < 2.5e-3 && std::abs(x[1]) < 2.5e-3 && std::abs(x[2]) < 2.5e-3;
    return block ? 1 : x[0] > 3.5e-3 ? 2 : 0;
  });
  const auto at             = [](std::size_t i, std::size_t j, std::size_t k) { return (k * 9 + j) * 9 + i; };
  image.labels[at(4, 4, 4)] = 0;
  image.labels[at(3, 4, 3)] = 2;
  image.labels[at(0, 0, 0)] = 1;
  EXPECT_EQ(pieces_of(image).sizes.size(), 6u);
  EXPECT_EQ(absorb_small_pieces(image, 3.5e-9), 3u);
  EXPECT_EQ(image.labels[at(4, 4, 4)], 1);
  EXPECT_EQ(image.labels[at(3, 4, 3)], 1);
  EXPECT_EQ(image.labels[at(0, 0, 0)], 0);
  EXPECT_NEAR(label_volumes(image)[1], 125e-9, 1e-15);

  const LabelImage small = cropped(image, 2);
  EXPECT_EQ(small.dimensions, (std::array<std::size_t, 3>{7 + 4, 9 + 4, 9 + 4}));
  EXPECT_EQ(label_volumes(small), label_volumes(image));
  EXPECT_NEAR(small.to_world({2, 2, 2})[0], -2e-3, 1e-12);
  EXPECT_NE(message_of([&] { absorb_small_pieces(image, 1e-6); }).find("would vanish"), std::string::npos);
}

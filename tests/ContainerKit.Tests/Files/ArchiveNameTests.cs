using ContainerKit.Files;

namespace ContainerKit.Tests.Files;

public sealed class ArchiveNameTests
{
    [Theory]
    [InlineData("etc/passwd", "etc|passwd")]
    [InlineData("./etc//passwd/", "etc|passwd")]
    [InlineData("./", "")]
    [InlineData("a..b/..c/d..", "a..b|..c|d..")]
    [InlineData("back\\slash", "back\\slash")]
    [InlineData("CON/x:y ", "CON|x:y ")]
    public void An_archive_entry_name_is_split_into_its_parts(string name, string parts) =>
        string.Join('|', ArchiveName.Parts(name, isWindows: false)).Should().Be(parts);

    [Theory]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("a/..")]
    [InlineData("/etc/passwd")]
    [InlineData("//etc")]
    [InlineData("a\0b")]
    public void An_archive_entry_name_outside_the_target_folder_is_rejected(string name) =>
        FluentActions.Invoking(() => ArchiveName.Parts(name, isWindows: false))
            .Should().Throw<UnsafeArchiveException>().Which.Entry.Should().Be(name);

    [Theory]
    [InlineData("C:/x")]
    [InlineData("a/b:stream")]
    [InlineData("..\\x")]
    [InlineData("\\x")]
    [InlineData("a/NUL")]
    [InlineData("com1.txt")]
    [InlineData("COM¹")]
    [InlineData("lpt².txt")]
    [InlineData("a/COM³")]
    [InlineData("CONIN$")]
    [InlineData("conout$.log")]
    [InlineData("dots.")]
    [InlineData("space ")]
    [InlineData("tab\tbed")]
    [InlineData("what?")]
    public void An_archive_entry_name_with_a_special_meaning_on_Windows_is_rejected_there(string name) =>
        FluentActions.Invoking(() => ArchiveName.Parts(name, isWindows: true)).Should().Throw<UnsafeArchiveException>();

    [Theory]
    [InlineData("file", 0)]
    [InlineData("./a/b", 0)]
    [InlineData("../x", 1)]
    [InlineData("../../x/y", 2)]
    [InlineData("..", 1)]
    public void A_symbolic_link_that_points_inside_the_archive_is_allowed(string target, int depth) =>
        ArchiveName.StaysInside(target, depth, isWindows: false).Should().BeTrue();

    [Theory]
    [InlineData("..\\a\\b", true, "../a/b")]
    [InlineData("..\\a", false, "..\\a")]
    [InlineData("../a", true, "../a")]
    public void A_Windows_symbolic_link_target_is_archived_with_forward_slashes(string target, bool isWindows,
        string sent) => ArchiveName.NormalizeLinkTarget(target, isWindows).Should().Be(sent);

    [Theory]
    [InlineData("/etc/passwd", 5)]
    [InlineData("..", 0)]
    [InlineData("../x", 0)]
    [InlineData("../../x", 1)]
    [InlineData("", 1)]
    // The part before the dots can be a link itself. The dots then lead to another folder than they seem to.
    [InlineData("a/../b", 3)]
    [InlineData("../a/..", 3)]
    public void A_symbolic_link_that_points_outside_the_archive_is_not_allowed(string target, int depth) =>
        ArchiveName.StaysInside(target, depth, isWindows: false).Should().BeFalse();

    [Theory]
    [InlineData("C:\\x")]
    [InlineData("\\\\server\\share")]
    [InlineData("a\\..\\..\\x")]
    public void A_symbolic_link_that_points_outside_in_Windows_syntax_is_not_allowed(string target) =>
        ArchiveName.StaysInside(target, depth: 1, isWindows: true).Should().BeFalse();
}
